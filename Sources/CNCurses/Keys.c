#include "CNCurses.h"
#include "Parts.h"

#include <errno.h>
#include <ncurses.h>
#include <poll.h>
#include <wchar.h>

extern WINDOW *key_pad;

static CursesKey mouse_key(void) {
    MEVENT event;
    CursesKey key = {CURSES_OTHER, 0, 0};
    if (getmouse(&event) != OK) return key;
    key.value = event.x;
    key.row = event.y;
    if (event.bstate & BUTTON1_PRESSED) key.kind = CURSES_CLICK;
    if (event.bstate & BUTTON4_PRESSED) key.kind = CURSES_SCROLL_UP;
    if (event.bstate & BUTTON5_PRESSED) key.kind = CURSES_SCROLL_DOWN;
    return key;
}

static CursesKey special_key(wint_t code) {
    static const struct { wint_t code; int kind; } kinds[] = {
        {KEY_UP, CURSES_UP}, {KEY_DOWN, CURSES_DOWN}, {KEY_LEFT, CURSES_LEFT}, {KEY_RIGHT, CURSES_RIGHT},
        {KEY_HOME, CURSES_HOME}, {KEY_END, CURSES_END}, {KEY_PPAGE, CURSES_PAGE_UP}, {KEY_NPAGE, CURSES_PAGE_DOWN},
        {KEY_ENTER, CURSES_ENTER}, {KEY_BTAB, CURSES_BACK_TAB}, {KEY_BACKSPACE, CURSES_BACKSPACE}, {KEY_DC, CURSES_DELETE},
    };
    CursesKey key = {CURSES_OTHER, 0, 0};
    if (code == KEY_MOUSE) return mouse_key();
    if (code == KEY_PASTE_BEGINS || code == KEY_PASTE_ENDS) {
        key.kind = code == KEY_PASTE_BEGINS ? CURSES_PASTE_BEGINS : CURSES_PASTE_ENDS;
        return key;
    }
    if (code > KEY_F(0) && code <= KEY_F(63)) {
        key.kind = CURSES_FUNCTION;
        key.value = (int)(code - KEY_F(0));
        return key;
    }
    for (size_t index = 0; index < sizeof kinds / sizeof *kinds; index++) {
        if (kinds[index].code == code) key.kind = kinds[index].kind;
    }
    return key;
}

CursesKey curses_take_key(void) {
    CursesKey key = {CURSES_NOTHING, 0, 0};
    if (!key_pad) return key;
    wint_t code;
    int answer = wget_wch(key_pad, &code);
    if (answer == KEY_CODE_YES) return special_key(code);
    if (answer == OK) {
        key.kind = CURSES_CHARACTER;
        key.value = (int)code;
    }
    return key;
}

int curses_wait(int milliseconds) {
    struct pollfd descriptors[] = {
        {.fd = screen_input(), .events = POLLIN},
        {.fd = signals_wake_descriptor(), .events = POLLIN},
    };
    int ready = poll(descriptors, 2, milliseconds);
    if (ready < 0) return errno == EINTR ? CURSES_WOKEN_BY_SIGNAL : CURSES_DISCONNECTED;
    int woken = 0;
    if (descriptors[0].revents & POLLIN) woken |= CURSES_WOKEN_BY_INPUT;
    if (descriptors[0].revents & (POLLHUP | POLLERR | POLLNVAL)) woken |= CURSES_DISCONNECTED;
    if (descriptors[1].revents & POLLIN) woken |= CURSES_WOKEN_BY_SIGNAL;
    return woken;
}
