/** Something failed; nothing was changed beyond what was reported. */
export const EXIT_FAILURE = 1;
/** The command line is not one that the program understands. */
export const EXIT_USAGE = 2;
/** A transaction was sent, and it is not known whether it landed: it is to be checked before it is repeated. */
export const EXIT_UNKNOWN = 3;
/** A signal ended it: it says what it had sent by then. */
export const EXIT_INTERRUPTED = 130;
