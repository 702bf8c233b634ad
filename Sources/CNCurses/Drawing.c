#include "CNCurses.h"
#include "Parts.h"

#include <ncurses.h>
#include <string.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

int curses_define_pair(int pair, int foreground, int background) {
    return init_extended_pair(pair, foreground, background) == OK ? 0 : -1;
}

void curses_put(int column, int row, const unsigned int *scalars, int count, int attributes, int pair) {
    wchar_t text[CCHARW_MAX + 1] = {0};
    if (count > CCHARW_MAX) count = CCHARW_MAX;
    for (int index = 0; index < count; index++) text[index] = (wchar_t)scalars[index];
    if (count < 1 || wcwidth(text[0]) != 1) wcscpy(text, L"?");

    attr_t attribute = A_NORMAL;
    if (attributes & CURSES_BOLD) attribute |= A_BOLD;
    if (attributes & CURSES_DIM) attribute |= A_DIM;
    if (attributes & CURSES_UNDERLINE) attribute |= A_UNDERLINE;
    if (attributes & CURSES_REVERSE) attribute |= A_REVERSE;

    cchar_t cell;
    // The pair goes through the last argument: the short one ends at 32,767.
    if (setcchar(&cell, text, attribute, 0, &pair) != OK) return;
    // Does not move the cursor, so that the last cell of the screen can be drawn.
    mvwadd_wchnstr(stdscr, row, column, &cell, 1);
}

void curses_erase(void) { werase(stdscr); }

static void send(const char *text) {
    // Terminals that know no synchronized output ignore the sequence, as long as they speak ANSI.
    if (!cursor_address || strncmp(cursor_address, "\033[", 2) != 0) return;
    ssize_t written = write(screen_output(), text, strlen(text));
    (void)written;
}

void curses_show(int column, int row) {
    send("\033[?2026h");
    curs_set(column >= 0);
    if (column >= 0) wmove(stdscr, row, column);
    wnoutrefresh(stdscr);
    doupdate();
    send("\033[?2026l");
}

void curses_repaint(void) {
    clearok(curscr, TRUE);
    send("\033[?2026h");
    wrefresh(curscr);
    send("\033[?2026l");
}
