package org.pimtools.testkit.doubles.amazon;

/** A request is answered with an error. */
final class Ec2Refusal extends Exception {
    private final Ec2Error error;

    Ec2Refusal(Ec2Error error) {
        super(error.code(), null, false, false);
        this.error = error;
    }

    Ec2Error error() {
        return error;
    }
}
