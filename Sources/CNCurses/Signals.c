#include "CCrash.h"
#include "CNCurses.h"
#include "Parts.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

static atomic_int flags[SIGNAL_KINDS];
// A signal may arrive on any thread: a byte in this pipe wakes the one that waits for keys.
static int wake_pipe[2] = {-1, -1};

static const int screen_signals[] = {SIGWINCH, SIGTSTP, SIGCONT};
enum { SCREEN_COUNT = sizeof screen_signals / sizeof *screen_signals };

static int kind_of(int number) {
    switch (number) {
    case SIGHUP: return SIGNAL_HANG_UP;
    case SIGWINCH: return SIGNAL_RESIZE;
    case SIGTSTP: return SIGNAL_SUSPEND;
    case SIGCONT: return SIGNAL_CONTINUE;
    default: return SIGNAL_TERMINATE;
    }
}

static void raise_flag(int number) {
    int saved_error = errno;
    atomic_store(&flags[kind_of(number)], 1);
    ssize_t written = write(wake_pipe[1], "", 1);
    (void)written;
    errno = saved_error;
}

static void handle_with(void (*handler)(int), int number, int options) {
    struct sigaction action = {0};
    action.sa_handler = handler;
    action.sa_flags = options;
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

static void open_wake_pipe(void) {
    if (wake_pipe[0] >= 0 || pipe(wake_pipe) != 0) return;
    for (int end = 0; end < 2; end++) {
        fcntl(wake_pipe[end], F_SETFL, O_NONBLOCK);
        fcntl(wake_pipe[end], F_SETFD, FD_CLOEXEC);
    }
}

void signals_catch_termination(void) {
    open_wake_pipe();
    handle_with(raise_flag, SIGINT, SA_RESTART);
    handle_with(raise_flag, SIGTERM, SA_RESTART);
    handle_with(raise_flag, SIGHUP, SA_RESTART);
    handle_with(SIG_IGN, SIGPIPE, 0);
    // The parent may have started the program from a thread that blocks signals, and a new program inherits its mask.
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGINT);
    sigaddset(&wanted, SIGTERM);
    sigaddset(&wanted, SIGHUP);
    pthread_sigmask(SIG_UNBLOCK, &wanted, NULL);
}

int signals_raised(int kind) { return atomic_load(&flags[kind]); }

int signals_take(int kind) { return atomic_exchange(&flags[kind], 0); }

void signals_drain_wakes(void) {
    char bytes[256];
    while (read(wake_pipe[0], bytes, sizeof bytes) > 0) continue;
}

int signals_wake_descriptor(void) { return wake_pipe[0]; }

void signals_take_screen(void) {
    static int registered;
    if (!registered) atexit(reset_terminal);
    registered = 1;
    signals_catch_termination();
    crash_restore_with(reset_in_crash);
    crash_install();
    for (int index = 0; index < SCREEN_COUNT; index++) {
        handle_with(raise_flag, screen_signals[index], SA_RESTART);
    }
}

void signals_release_screen(void) {
    for (int index = 0; index < SCREEN_COUNT; index++) {
        handle_with(SIG_DFL, screen_signals[index], 0);
    }
}

void signals_stop_process(void) {
    handle_with(SIG_DFL, SIGTSTP, 0);
    raise(SIGTSTP);
    handle_with(raise_flag, SIGTSTP, SA_RESTART);
    signals_take(SIGNAL_CONTINUE);
    signals_take(SIGNAL_SUSPEND);
}
