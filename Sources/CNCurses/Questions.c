#include "CNCurses.h"
#include "Parts.h"

#include <errno.h>
#include <ncurses.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <time.h>
#include <unistd.h>

int curses_cell_size(int *width, int *height) {
    struct winsize window;
    if (!stdscr || ioctl(screen_output(), TIOCGWINSZ, &window) != 0) return 0;
    if (window.ws_row == 0 || window.ws_col == 0) return 0;
    *width = window.ws_xpixel / window.ws_col;
    *height = window.ws_ypixel / window.ws_row;
    return *width > 0 && *height > 0;
}

static int speaks_ansi(void) { return stdscr && cursor_address && strncmp(cursor_address, "\033[", 2) == 0; }

void curses_send(const char *bytes, int count) {
    if (!bytes || !speaks_ansi()) return;
    while (count > 0) {
        ssize_t written = write(screen_output(), bytes, (size_t)count);
        if (written > 0) {
            bytes += written;
            count -= (int)written;
        } else if (errno == EAGAIN) {
            struct pollfd output = {.fd = screen_output(), .events = POLLOUT};
            // A terminal that takes nothing for a second is gone, or asleep: pictures are not worth more.
            if (poll(&output, 1, 1000) <= 0) return;
        } else if (errno != EINTR) {
            return;
        }
    }
}

static int milliseconds_since(const struct timespec *start) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int)((now.tv_sec - start->tv_sec) * 1000 + (now.tv_nsec - start->tv_nsec) / 1000000);
}

// Whether device attributes stand at the end: ESC [ ? numbers c.
static int ends_with_attributes(const char *bytes, int count) {
    if (count < 4 || bytes[count - 1] != 'c') return 0;
    int place = count - 2;
    while (place > 0 && (bytes[place] == ';' || (bytes[place] >= '0' && bytes[place] <= '9'))) place--;
    return place >= 2 && bytes[place] == '?' && bytes[place - 1] == '[' && bytes[place - 2] == '\033';
}

int curses_ask(const char *question, char *answer, int limit, int milliseconds) {
    if (!speaks_ansi()) return 0;
    curses_send(question, (int)strlen(question));
    struct timespec start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    int count = 0;
    while (count < limit) {
        int left = milliseconds - milliseconds_since(&start);
        struct pollfd input = {.fd = screen_input(), .events = POLLIN};
        if (left <= 0) break;
        int ready = poll(&input, 1, left);
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0 || !(input.revents & POLLIN)) break;
        // Byte by byte, so that keys after the answer stay where ncurses finds them.
        if (read(screen_input(), answer + count, 1) != 1) break;
        count++;
        if (ends_with_attributes(answer, count)) break;
    }
    return count;
}

void curses_put_back(int byte) { ungetch(byte); }
