package org.pimtools.migrator.step.redis;

import java.util.List;
import org.pimtools.migrator.step.Look;

/** One change whose subscription was looked at. */
interface Looked {
    Look<UndoRecord> look();

    /** What is to be done about one that is pending. @param position of its outcome */
    Transaction.Job job(int position);

    /** What was read of the subscription of one that is pending. */
    SubscriptionState state();

    /**
     * Looks at many changes, on one or more connections at the same time.
     *
     * @param <T> a change, with what else it takes to look at it
     */
    interface Looking<T> {
        /**
         * Adds what is looked at on one connection.
         *
         * @param watching whether the connection watches all that is read, so that a transaction on it is aborted when any of that has changed
         * @return what becomes of each
         */
        List<? extends Looked> add(RedisConnection connection, boolean watching, List<T> changes);

        /** Looks at all of them. */
        void run();
    }

    /** The looks of all changes on one connection that watches nothing. */
    static <T> List<Look<UndoRecord>> looks(Looking<T> looking, RedisConnection connection, List<T> changes) {
        List<? extends Looked> looked = looking.add(connection, false, changes);
        looking.run();
        return looked.stream().map(Looked::look).toList();
    }
}
