package dev.porchlight.web;

/** What somebody must be allowed to do to use a route. */
enum Right {
    /** Anybody, also without a session: the sign of life, the style sheet, signing in. */
    NONE,
    /** Whoever may look: viewers, owners, tokens for looking. */
    LOOK,
    /** Whoever may change things: owners, tokens for changing. */
    CHANGE,
    /** People about themselves: their password, their browsers. */
    SELF,
    /** Owners in person: who else may come in. A token, which may have been read somewhere, makes no other. */
    MANAGE
}
