#pragma once

// ncurses in ints and strings. One screen, one thread; only the signal flags may be read from any thread.

#ifdef __cplusplus
extern "C" {
#endif

// Screen.c

// Brings LC_CTYPE to UTF-8 where the environment asks for it or names nothing; 1 when characters are UTF-8.
int curses_choose_locale(void);
// Takes over the terminal behind `input` and `output`. 0, or -1 when `term` is unknown or cannot place its cursor.
int curses_open(const char *term, int input, int output);
void curses_close(void);
// Gives the terminal back as it was, stops the process, and takes the terminal again when it continues.
void curses_suspend(void);
// Takes the terminal again after someone else stopped the process.
void curses_resume(void);
int curses_columns(void);
int curses_rows(void);
// Takes over the window's new size; 1 when it differs.
int curses_adopt_size(void);
// 0 for a terminal without colour.
int curses_color_count(void);
int curses_pair_limit(void);

// Drawing.c

enum { CURSES_BOLD = 1, CURSES_DIM = 2, CURSES_UNDERLINE = 4, CURSES_REVERSE = 8 };

// -1 stands for the person's own colour. 0 when the pair exists afterwards.
int curses_define_pair(int pair, int foreground, int background);
// Draws one cell; what is not one cell wide in this locale becomes a question mark.
void curses_put(int column, int row, const unsigned int *scalars, int count, int attributes, int pair);
void curses_erase(void);
// Shows what was drawn; column -1 hides the cursor.
void curses_show(int column, int row);
// Draws everything anew.
void curses_repaint(void);

// Keys.c

enum {
    CURSES_NOTHING = 0,
    CURSES_CHARACTER,
    CURSES_FUNCTION,
    CURSES_UP,
    CURSES_DOWN,
    CURSES_LEFT,
    CURSES_RIGHT,
    CURSES_HOME,
    CURSES_END,
    CURSES_PAGE_UP,
    CURSES_PAGE_DOWN,
    CURSES_ENTER,
    CURSES_BACK_TAB,
    CURSES_BACKSPACE,
    CURSES_DELETE,
    CURSES_CLICK,
    CURSES_SCROLL_UP,
    CURSES_SCROLL_DOWN,
    CURSES_PASTE_BEGINS,
    CURSES_PASTE_ENDS,
    CURSES_OTHER
};

typedef struct {
    int kind;
    // A character's scalar, a function key's number, or the mouse's column.
    int value;
    // The mouse's row.
    int row;
} CursesKey;

// The next key that has already arrived.
CursesKey curses_take_key(void);

enum { CURSES_WOKEN_BY_INPUT = 1, CURSES_WOKEN_BY_SIGNAL = 2, CURSES_DISCONNECTED = 4 };

// Waits for a key or a signal and says which came; 0 when neither did.
int curses_wait(int milliseconds);

// Pasting.c

enum { CURSES_PASTE_BROKEN = -1, CURSES_PASTE_MARK_LENGTH = 6 };

// Reads what has arrived of a paste, after its first mark was taken: the number of bytes, CURSES_PASTE_BROKEN where nobody is
// there any more. `matched` counts the last bytes that belong to the closing mark, from zero at the beginning of a paste; nothing
// is read beyond the mark, and all of it is among the bytes.
int curses_read_paste(char *bytes, int limit, int *matched);
// Bytes that have arrived and were not read.
int curses_waiting_bytes(void);

// Signals.c

enum { SIGNAL_TERMINATE = 0, SIGNAL_HANG_UP, SIGNAL_RESIZE, SIGNAL_SUSPEND, SIGNAL_CONTINUE, SIGNAL_KINDS };

// From now on SIGINT, SIGTERM and SIGHUP only set their flags, and SIGPIPE is ignored.
void signals_catch_termination(void);
int signals_raised(int kind);
// Whether the signal came since the last call.
int signals_take(int kind);

// Forgets the bytes that woke curses_wait; read the flags afterwards.
void signals_drain_wakes(void);

// Questions.c

// Dots of one cell, where the terminal's driver knows; 1 when it does.
int curses_cell_size(int *width, int *height);
// Writes past ncurses, whole.
void curses_send(const char *bytes, int count);
// Writes a question whose last part every terminal answers with its device attributes, and reads until that answer's end.
// The number of bytes read; without the end of an answer where `milliseconds` have passed.
int curses_ask(const char *question, char *answer, int limit, int milliseconds);
// Hands a byte out again, as the next key; the last one put back comes first.
void curses_put_back(int byte);

// StrayOutput.c

// Catches what is written to stdout and stderr, as far as they are terminals.
void stray_capture(void);
void stray_release(void);
// Reads what was caught: the number of bytes, 0 when there are none.
int stray_read(char *bytes, int limit);

#ifdef __cplusplus
}
#endif
