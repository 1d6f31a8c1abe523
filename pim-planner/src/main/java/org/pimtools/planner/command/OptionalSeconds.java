package org.pimtools.planner.command;

import java.util.Stack;
import picocli.CommandLine;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Takes what follows an option as its seconds only when it is a number, so that {@code --watch results/} means the directory. */
final class OptionalSeconds implements IParameterConsumer {
    private static final int USUAL = 10;
    private static final int MOST = 86_400;

    @Override
    public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
        boolean given = !arguments.isEmpty() && arguments.peek().matches("[0-9]{1,9}");
        int seconds = given ? Integer.parseInt(arguments.pop()) : USUAL;
        if (seconds < 1 || seconds > MOST) {
            throw new ParameterException(
                    new CommandLine(command), "--watch takes 1 to " + MOST + " seconds, not " + seconds);
        }
        option.setValue(seconds);
    }
}
