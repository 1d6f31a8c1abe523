package org.pimtools.testkit.doubles.amazon;

import java.util.Locale;

/** The states of an instance with their codes. Source: the API reference of EC2, data type InstanceState. */
public enum Ec2State {
    PENDING(0),
    RUNNING(16),
    SHUTTING_DOWN(32),
    TERMINATED(48),
    STOPPING(64),
    STOPPED(80);

    private final int code;

    Ec2State(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    String apiName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
