package org.pimtools.manual;

import static org.pimtools.manual.Shell.ALL;
import static org.pimtools.manual.Shell.TAB;

/** What is typed and what it becomes, whichever the shell. */
final class SameInEveryShell {
    /** The beginning of a line, whose folder has a blank in its name. */
    static final String MY_MODULES = "aos-db-migrate --modules-dir my\\ modules ";

    static final String[][] BEGUN = {
        {"pim-planner ap" + TAB, "pim-planner apply "},
        {"pim-planner --format json pl" + TAB, "pim-planner --format json plan "},
        {"pim-planner apply --no" + TAB, "pim-planner apply --no-dry-run "},
        {"pim-planner plan --format=j" + TAB, "pim-planner plan --format=json "},
        {"pim-planner plan --format j" + TAB, "pim-planner plan --format json "},
        {"pim-planner plan --db-host x" + TAB, "pim-planner plan --db-host x"},
        {"pim-planner none x" + TAB, "pim-planner none x"},
        {"aos-db-migrate --resolve=r" + TAB, "aos-db-migrate --resolve=repeat "},
    };

    static final String[][] ALL_THAT_CAN_STAND_THERE = {
        {"pim-planner " + ALL, "pim-planner apply check endpoints overview plan show verify "},
        {"pim-migrator r" + ALL, "pim-migrator rollback run "},
        {"pim-planner plan --db-tls " + ALL, "pim-planner plan --db-tls off verify-ca verify-full "},
        {"aos-db-migrate " + ALL, "aos-db-migrate "},
    };

    static final String[][] FILES_AND_FOLDERS = {
        {"pim-planner show ni" + TAB, "pim-planner show night\\ plan.gz "},
        {"pim-planner show \"ni" + TAB, "pim-planner show \"night plan.gz\" "},
        {"pim-planner apply --plan=ni" + TAB, "pim-planner apply --plan=night\\ plan.gz "},
        {"pim-planner apply x.sql it" + TAB, "pim-planner apply x.sql it\\'s.sql "},
        {"pim-planner apply it" + TAB, "pim-planner apply it\\'s.sql "},
        {"pim-planner plan --state-dir st" + TAB, "pim-planner plan --state-dir state\\ dir/"},
        {"pim-planner verify --sql x.sql ni" + TAB, "pim-planner verify --sql x.sql night\\ plan.gz "},
        {"pim-migrator ni" + TAB, "pim-migrator night\\ plan.gz "},
        {"pim-migrator run x.plan -i ni" + TAB, "pim-migrator run x.plan -i night\\ plan.gz "},
    };

    static final String[][] MODULES = {
        {MY_MODULES + "-n " + ALL, MY_MODULES + "-n cloud_manager dashboard monitor "},
        {MY_MODULES + "--names da" + TAB, MY_MODULES + "--names dashboard "},
        {MY_MODULES + "--names=c" + TAB, MY_MODULES + "--names=cloud_manager "},
        {MY_MODULES + "-n dashboard " + ALL, MY_MODULES + "-n dashboard cloud_manager monitor "},
        {MY_MODULES + "-n dashboard -n c" + TAB, MY_MODULES + "-n dashboard -n cloud_manager "},
        {MY_MODULES + "-n dashboard --migration 3 c" + TAB, MY_MODULES + "-n dashboard --migration 3 c"},
        {
            "aos-db-migrate --modules-dir=\"my modules\" -n d" + TAB,
            "aos-db-migrate --modules-dir=\"my modules\" -n dashboard "
        },
        {
            "aos-db-migrate --modules-dir ~/my\\ modules -n d" + TAB,
            "aos-db-migrate --modules-dir ~/my\\ modules -n dashboard "
        },
        {"aos-db-migrate --modules-dir nowhere -n " + ALL, "aos-db-migrate --modules-dir nowhere -n "},
        {
            "aos-db-migrate --modules-dir \"$(touch pwned)\" -n " + TAB,
            "aos-db-migrate --modules-dir \"$(touch pwned)\" -n "
        },
    };

    private SameInEveryShell() {}
}
