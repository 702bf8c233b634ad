#include "Parts.h"

#include <ncurses.h>
#include <stdatomic.h>
#include <string.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

// What gives the terminal back when nothing else of the program works any more.
static char reset_text[512];
static size_t reset_length;
static int reset_terminal_descriptor = -1;
static struct termios reset_modes;
static atomic_int reset_is_prepared;

static void append(const char *text) {
    if (!text || text == (char *)-1) return;
    while (*text && reset_length < sizeof reset_text) {
        // "$<5>" asks for padding, which no terminal of today needs.
        if (text[0] == '$' && text[1] == '<') {
            const char *end = strchr(text, '>');
            if (end) {
                text = end + 1;
                continue;
            }
        }
        reset_text[reset_length++] = *text++;
    }
}

void reset_remember_modes(int terminal) { tcgetattr(terminal, &reset_modes); }

void reset_prepare(int terminal) {
    reset_length = 0;
    // First the end of whatever string a thread that stands still had begun.
    if (cursor_address && strncmp(cursor_address, "\033[", 2) == 0) {
        append("\033\\\033[?2026l\033[?1000l\033[?1006l" PASTING_OFF);
    }
    append(exit_attribute_mode);
    append(orig_pair);
    append(keypad_local);
    append(cursor_normal);
    append(exit_ca_mode);
    reset_terminal_descriptor = terminal;
    atomic_store(&reset_is_prepared, 1);
}

void reset_forget(void) { atomic_store(&reset_is_prepared, 0); }

int reset_in_crash(void) {
    int terminal = atomic_load(&reset_is_prepared) ? reset_terminal_descriptor : -1;
    reset_terminal();
    return terminal;
}

void reset_terminal(void) {
    if (!atomic_exchange(&reset_is_prepared, 0)) return;
    // The modes first: a terminal that takes no more text takes them all the same.
    tcsetattr(reset_terminal_descriptor, TCSANOW, &reset_modes);
    ssize_t written = write(reset_terminal_descriptor, reset_text, reset_length);
    (void)written;
    stray_surrender();
}
