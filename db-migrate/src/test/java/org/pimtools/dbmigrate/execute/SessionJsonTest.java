package org.pimtools.dbmigrate.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.dbmigrate.execute.SessionState.Value;
import org.pimtools.dbmigrate.execute.SessionState.Value.Type;

class SessionJsonTest {
    @Test
    void whatIsWrittenIsReadAgain() throws SQLException {
        SessionState state = new SessionState(
                "dätä\"base",
                Map.of("sql_mode", new Value(Type.TEXT, "ANSI\nwith \\ and '", null), "timestamp", Value.BY_DEFAULT),
                Map.of("ä`b", new Value(Type.TEXT, "C3A4", "utf8mb4 utf8mb4_bin"), "n", Value.of(null)),
                "18446744073709551615",
                null);

        String json = SessionJson.write(state);

        assertTrue(json.matches("\\p{ASCII}+"), json);
        assertEquals(state, SessionJson.read(json));
    }

    @Test
    void readsWhatAnEarlierReleaseWrote() throws SQLException {
        String json =
                "{\"database\":\"d\",\"system\":{\"sql_mode\":{\"type\":\"TEXT\",\"text\":\"ANSI\",\"collation\":null}},"
                        + "\"user\":{},\"lastInsertId\":\"7\",\"role\":\"r\"}";

        assertEquals(
                new SessionState("d", Map.of("sql_mode", new Value(Type.TEXT, "ANSI", null)), Map.of(), "7", "r"),
                SessionJson.read(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"system\":{},\"user\":{},\"lastInsertId\":7}",
                "{\"system\":{},\"user\":{\"a\":{\"type\":\"CLOCK\",\"text\":\"\"}},\"lastInsertId\":\"7\"}",
                "{\"system\":{},\"user\":{},\"lastInsertId\":\"7\"} {}",
                "{\"system\":{},\"user\":{},\"lastInsertId\":\"7\""
            })
    void refusesWhatIsNone(String json) {
        SQLException refusal = assertThrows(SQLException.class, () -> SessionJson.read(json));

        assertTrue(refusal.getMessage().contains("not valid"), refusal.getMessage());
    }
}
