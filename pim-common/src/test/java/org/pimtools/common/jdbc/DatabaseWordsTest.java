package org.pimtools.common.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class DatabaseWordsTest {
    @Test
    void leaveOutWhatTheDriverAdds() {
        assertEquals("Unknown column 'x'", DatabaseWords.of(new SQLException("(conn=17) Unknown column 'x'")));
        assertEquals("a (conn=17) b", DatabaseWords.of(new SQLException("a (conn=17) b")));
        assertEquals("it gives no reason", DatabaseWords.of(new SQLException((String) null)));
    }
}
