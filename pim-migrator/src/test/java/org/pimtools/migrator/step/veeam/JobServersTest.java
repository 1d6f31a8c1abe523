package org.pimtools.migrator.step.veeam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pimtools.migrator.remote.RemoteException;
import org.pimtools.testkit.doubles.veeam.BackupJobs;
import org.pimtools.testkit.doubles.veeam.BackupServerDouble;
import org.pimtools.testkit.doubles.veeam.Effect;
import org.pimtools.testkit.doubles.veeam.EnterpriseManagerDouble;
import org.pimtools.testkit.doubles.veeam.FaultAt;
import org.pimtools.testkit.doubles.veeam.Place;
import org.pimtools.testkit.doubles.veeam.Renaming;
import org.pimtools.testkit.doubles.veeam.SessionCount;
import org.pimtools.testkit.doubles.veeam.TaskEnd;

class JobServersTest {
    private static final String HOSTILE = "it's <b> & \"c\" %2f é😀\t* / ?x=1&y#";

    private static BackupJobs many() {
        return BackupJobs.named(IntStream.rangeClosed(1, 1_201)
                .mapToObj(number -> number == 700 ? HOSTILE : "job " + number)
                .toList());
    }

    private static Job job(BackupJobs jobs, String name) {
        return new Job(jobs.idOf(name), name);
    }

    private static List<String> names(List<Job> jobs) {
        return jobs.stream().map(Job::name).toList();
    }

    @Test
    void enterpriseManagerIsReadByPagesRenamedAndLoggedOutOf() throws Exception {
        try (EnterpriseManagerDouble server = EnterpriseManagerDouble.start(
                EnterpriseManagerDouble.Options.of(many()).secured().taskEnd(new TaskEnd.AfterPolls(2)))) {
            try (JobServer client = Servers.of(server)) {
                assertEquals(server.jobs().names(), names(client.jobs()));
                Edit.Begun begun = assertInstanceOf(
                        Edit.Begun.class, client.rename(job(server.jobs(), HOSTILE), HOSTILE + " i-1"));
                assertEquals(
                        List.of(false, false, true),
                        List.of(
                                client.task(begun.name()).ended(),
                                client.task(begun.name()).ended(),
                                client.task(begun.name()).ended()));
                assertTrue(names(client.jobs()).contains(HOSTILE + " i-1"));
            }
            assertEquals(new SessionCount(1, 1, 0), server.sessions());
            assertEquals(6, server.log().count("GET /api/query"));
        }
    }

    @Test
    void backupAndReplicationIsReadByPagesRenamedAndLoggedOutOf() throws Exception {
        try (BackupServerDouble server = BackupServerDouble.start(BackupServerDouble.Options.of(many()))) {
            String id = server.jobs().idOf(HOSTILE);
            String settings = server.settings(id);
            try (JobServer client = Servers.of(server)) {
                assertEquals(server.jobs().names(), names(client.jobs()));
                assertInstanceOf(Edit.Accepted.class, client.rename(new Job(id, HOSTILE), HOSTILE + " i-1"));
            }
            assertEquals(server.jobs().find(id).orElseThrow().name(), HOSTILE + " i-1");
            assertEquals(settings, server.settings(id));
            assertEquals(new SessionCount(1, 1, 0), server.sessions());
            assertEquals(3, server.log().count("GET /api/v1/jobs/states"));
        }
    }

    @Test
    void whatAServerDoesNotTakeIsRefusedWithItsWords() throws Exception {
        BackupJobs jobs = BackupJobs.named("a", "agent");
        try (EnterpriseManagerDouble manager = EnterpriseManagerDouble.start(
                        EnterpriseManagerDouble.Options.of(jobs).renaming(Renaming.REFUSED));
                BackupServerDouble server = BackupServerDouble.start(BackupServerDouble.Options.of(jobs)
                        .renaming(Renaming.REFUSED)
                        .hidden("agent"));
                JobServer ofManager = Servers.of(manager);
                JobServer ofServer = Servers.of(server)) {
            assertEquals(
                    new Edit.Refused("the server answered HTTP 400: \"The name of a job cannot be modified.\""),
                    ofManager.rename(job(jobs, "a"), "b"));
            assertEquals(
                    new Edit.Refused("the server answered HTTP 400: \"The name of a job cannot be changed.\""),
                    ofServer.rename(job(jobs, "a"), "b"));
            assertEquals(
                    new Edit.Refused("the job cannot be read: the server answered HTTP 404: \"There is no such job.\""),
                    ofServer.rename(job(jobs, "agent"), "b"));
            assertEquals(
                    new Edit.Refused("XML cannot carry a character of the new name"),
                    ofManager.rename(job(jobs, "a"), "b\u0001"));
        }
    }

    @Test
    void aSessionThatExpiredIsOpenedAnewAndABusyServerWaitedFor() throws Exception {
        BackupJobs jobs = BackupJobs.named("a");
        try (EnterpriseManagerDouble server = EnterpriseManagerDouble.start(EnterpriseManagerDouble.Options.of(jobs));
                BackupServerDouble other = BackupServerDouble.start(BackupServerDouble.Options.of(jobs))) {
            try (JobServer client = Servers.of(server)) {
                client.jobs();
                server.inject(FaultAt.next(Place.EDIT, Effect.SESSION_EXPIRED));
                Edit.Begun begun = assertInstanceOf(Edit.Begun.class, client.rename(job(jobs, "a"), "b"));
                server.inject(new FaultAt(Place.TASK, Effect.BUSY, 1, 2));
                assertTrue(client.task(begun.name()).ended());
            }
            assertEquals(new SessionCount(2, 1, 0), server.sessions());
            try (JobServer client = Servers.of(other)) {
                client.jobs();
                other.inject(FaultAt.next(Place.READ, Effect.SESSION_EXPIRED));
                assertInstanceOf(Edit.Accepted.class, client.rename(job(jobs, "b"), "c"));
            }
            assertEquals(new SessionCount(2, 1, 0), other.sessions());
            assertEquals(List.of("c"), jobs.names());
        }
    }

    @Test
    void anAnswerThatGotLostIsAskedForAgain() throws Exception {
        BackupJobs jobs = BackupJobs.named("a");
        try (EnterpriseManagerDouble server = EnterpriseManagerDouble.start(EnterpriseManagerDouble.Options.of(jobs));
                JobServer client = Servers.of(server)) {
            server.inject(FaultAt.next(Place.EDIT, Effect.CUT_AFTER));
            Edit.Begun begun = assertInstanceOf(Edit.Begun.class, client.rename(job(jobs, "a"), "b"));
            assertTrue(client.task(begun.name()).ended());
            assertEquals(List.of("b"), jobs.names());
        }
    }

    @Test
    void aWrongPasswordIsTriedOnceAndADeadServerSaysSo() throws Exception {
        BackupJobs jobs = BackupJobs.named("a");
        try (EnterpriseManagerDouble server = EnterpriseManagerDouble.start(EnterpriseManagerDouble.Options.of(jobs))) {
            try (JobServer client = Servers.withPassword(server, "wrong")) {
                assertEquals(
                        RemoteException.Reason.LOGIN_REFUSED,
                        assertThrows(RemoteException.class, client::jobs).reason());
            }
            assertEquals(1, server.log().count("POST /api/sessionMngr/"));
            assertEquals(new SessionCount(0, 0, 0), server.sessions());
            server.kill();
            try (JobServer client = Servers.of(server)) {
                assertThrows(RemoteException.class, client::jobs);
            }
        }
    }
}
