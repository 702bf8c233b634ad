#include "CNCurses.h"
#include "Parts.h"

#include <errno.h>
#include <ncurses.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

// Bracketed paste: a terminal that is asked puts marks around what a person pastes, so that it is not taken for keys.
// A terminal that does not know the mode ignores the request.

static const char paste_begins[] = "\033[200~";
static const char paste_ends[] = "\033[201~";

void pasting_define_keys(void) {
    // ncurses knows these sequences then, whichever terminal it is: they come as one key.
    define_key(paste_begins, KEY_PASTE_BEGINS);
    define_key(paste_ends, KEY_PASTE_ENDS);
}

void pasting_request(int on) {
    const char *request = on ? "\033[?2004h" : PASTING_OFF;
    curses_send(request, (int)strlen(request));
}

int curses_read_paste(char *bytes, int limit, int *matched) {
    int count = 0;
    int mark = (int)strlen(paste_ends);
    while (count < limit) {
        struct pollfd input = {.fd = screen_input(), .events = POLLIN};
        if (poll(&input, 1, 0) <= 0 || !(input.revents & POLLIN)) break;
        // Never more than is missing of the mark: keys after it stay where ncurses finds them.
        char piece[sizeof paste_ends];
        int wanted = mark - *matched;
        ssize_t got = read(screen_input(), piece, (size_t)(wanted < limit - count ? wanted : limit - count));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return count > 0 ? count : CURSES_PASTE_BROKEN;
        for (ssize_t index = 0; index < got; index++) {
            // The mark begins with the only Escape in it: whatever does not continue it can only begin it anew.
            *matched = piece[index] == paste_ends[*matched] ? *matched + 1 : piece[index] == paste_ends[0];
            bytes[count++] = piece[index];
        }
        if (*matched == mark) return count;
    }
    return count;
}

int curses_waiting_bytes(void) {
    int count = 0;
    return ioctl(screen_input(), FIONREAD, &count) == 0 ? count : 0;
}
