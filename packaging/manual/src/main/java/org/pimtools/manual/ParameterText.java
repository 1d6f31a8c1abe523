package org.pimtools.manual;

import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What a command takes beside its options.
 *
 * @param several true when it takes more than one
 */
record ParameterText(String label, String description, Value value, boolean several) {
    static ParameterText of(PositionalParamSpec parameter) {
        return new ParameterText(
                parameter.paramLabel() + (parameter.arity().max() > 1 ? "..." : ""),
                CommandText.plain(String.join(" ", parameter.description())),
                Value.of(parameter),
                parameter.arity().max() > 1);
    }
}
