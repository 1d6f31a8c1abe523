package org.pimtools.migrator.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pimtools.common.provider.ProviderKind;

class ConnectorsTest {
    @Test
    void theTableOfKindsSaysWhichHaveAConnector() {
        assertEquals(ProviderKind.connected(), List.copyOf(Connectors.kinds()));
    }
}
