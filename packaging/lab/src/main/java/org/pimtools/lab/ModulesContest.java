package org.pimtools.lab;

import java.time.Duration;
import org.pimtools.testkit.server.MariaDbServer;

/** Seven modules that are at their newest versions: asking all of them by one run of ours, or each by a bare Flyway main. */
final class ModulesContest implements Contest {
    private final MariaDbServer server;
    private final ModuleSite site;
    private final Tool tool;
    private final BareFlyway flyway;

    private ModulesContest(MariaDbServer server, ModuleSite site, Tool tool) {
        this.server = server;
        this.site = site;
        this.tool = tool;
        flyway = new BareFlyway(tool);
    }

    static ModulesContest start(Trial.Setting setting) {
        MariaDbServer server = MariaDbServer.start();
        try {
            ModuleSite site = ModuleSite.make(
                    server,
                    LabModule.copies(setting.checkout(), setting.directory().resolve("modules")),
                    setting.directory());
            site.modules().forEach(module -> site.fill(module, module.newest()));
            return new ModulesContest(server, site, site.tool(setting.checkout()));
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public Duration ours() {
        return Contest.timed(this::updateNothing);
    }

    @Override
    public Duration other() {
        return Contest.timed(() -> site.modules().forEach(module -> flyway.migrate(site, module, 0)));
    }

    private void updateNothing() {
        Tool.Result result = tool.run(ModuleSite.here().toArray(String[]::new));
        long current = result.out()
                .lines()
                .filter(line -> line.contains("| No changes |"))
                .count();
        if (result.exit() != 0 || current != site.modules().size()) {
            throw new RehearsalException(
                    "aos-db-migrate ended with exit code " + result.exit() + ": " + result.out() + result.err());
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
