#include "CNCurses.h"
#include "Parts.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static int stray_pipe[2] = {-1, -1};
// What descriptors 1 and 2 were; -1 where they are not caught.
static int originals[3] = {-1, -1, -1};

static void make_pipe(void) {
    if (stray_pipe[0] >= 0 || pipe(stray_pipe) != 0) return;
    for (int end = 0; end < 2; end++) {
        // A full pipe loses lines: a thread that prints must not wait for the screen.
        fcntl(stray_pipe[end], F_SETFL, O_NONBLOCK);
        fcntl(stray_pipe[end], F_SETFD, FD_CLOEXEC);
    }
}

void stray_capture(void) {
    make_pipe();
    if (stray_pipe[1] < 0) return;
    fflush(stdout);
    for (int descriptor = STDOUT_FILENO; descriptor <= STDERR_FILENO; descriptor++) {
        // What goes to a file or another program is wanted there.
        if (originals[descriptor] >= 0 || !isatty(descriptor)) continue;
        originals[descriptor] = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
        if (originals[descriptor] >= 0) dup2(stray_pipe[1], descriptor);
    }
    // A pipe would make the C library hold lines back.
    if (originals[STDOUT_FILENO] >= 0) setvbuf(stdout, NULL, _IOLBF, 0);
}

static void give_back(void) {
    for (int descriptor = STDOUT_FILENO; descriptor <= STDERR_FILENO; descriptor++) {
        if (originals[descriptor] < 0) continue;
        dup2(originals[descriptor], descriptor);
        close(originals[descriptor]);
        originals[descriptor] = -1;
    }
}

void stray_release(void) {
    fflush(stdout);
    give_back();
}

int stray_read(char *bytes, int limit) {
    if (stray_pipe[0] < 0) return 0;
    ssize_t count = read(stray_pipe[0], bytes, (size_t)limit);
    return count > 0 ? (int)count : 0;
}

void stray_surrender(void) {
    if (originals[STDOUT_FILENO] < 0 && originals[STDERR_FILENO] < 0) return;
    give_back();
    // The last words of a program that dies belong on the screen that it leaves.
    char bytes[1024];
    int count;
    while ((count = stray_read(bytes, sizeof bytes)) > 0) {
        ssize_t written = write(STDERR_FILENO, bytes, (size_t)count);
        (void)written;
    }
}
