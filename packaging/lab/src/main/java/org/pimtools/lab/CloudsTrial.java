package org.pimtools.lab;

import java.io.PrintStream;
import java.util.List;
import org.pimtools.testkit.world.EndpointType;

/** Each connector of a cloud and that of Hyper-V, one behind the other. */
record CloudsTrial(double target) implements Trial {
    private static final List<EndpointType> TYPES = List.of(
            EndpointType.AMAZON,
            EndpointType.AZURE,
            EndpointType.GOOGLE,
            EndpointType.VCLOUD,
            EndpointType.OCI,
            EndpointType.HYPERV);

    @Override
    public boolean play(Setting setting, PrintStream stream) {
        boolean met = true;
        for (EndpointType type : TYPES) {
            Setting own = new Setting(
                    setting.name() + " " + type,
                    setting.checkout(),
                    setting.directory().resolve(type.name()),
                    setting.size(),
                    setting.runs());
            met &= new Race(
                            "the inventory of a dry run",
                            "a bare paged read",
                            target,
                            each -> CloudContest.start(type, each))
                    .play(own, stream);
        }
        return met;
    }
}
