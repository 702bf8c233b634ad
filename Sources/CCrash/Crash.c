#include "CCrash.h"
#include "Parts.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

typedef struct {
    char report[PATH_MAX];
    char shown[PATH_MAX];
    char version[64];
    char advice[PATH_MAX + 256];
} description;

static description unknown;
static _Atomic(description *) described = &unknown;
static _Atomic(int (*)(void)) restoration;

void crash_describe(const char *report, const char *shown, const char *version, const char *advice) {
    // The one before is left where it is: a handler may be reading it.
    description *made = calloc(1, sizeof *made);
    if (!made) return;
    snprintf(made->report, sizeof made->report, "%s", report);
    snprintf(made->shown, sizeof made->shown, "%s", shown);
    snprintf(made->version, sizeof made->version, "%s", version);
    snprintf(made->advice, sizeof made->advice, "%s", advice);
    atomic_store(&described, made);
}

void crash_restore_with(int (*restore)(void)) { atomic_store(&restoration, restore); }

// What is known of this crash. Only the thread that it struck first writes it.
static atomic_long struck_thread;
static int struck_number;
static siginfo_t struck_info;
static void *struck_context;
static int terminal = -1;
static int report = -1;
static const char *report_name = "";
static crash_frame frames[CRASH_FRAME_LIMIT];
static int frame_count;
static char place_of_crash[160];

static void give_terminal_back(void) {
    int (*restore)(void) = atomic_load(&restoration);
    if (restore) terminal = restore();
}

// What kill sends has a code of 0 or below, what the processor finds one above.
static int came_from_outside(void) { return struck_info.si_code <= 0 && struck_info.si_pid != getpid(); }

static void add_signal(crash_text *text) {
    const crash_signal *kind = crash_signal_of(struck_number);
    crash_add(text, kind->name);
    crash_add(text, " (");
    crash_add(text, kind->meaning);
    if (came_from_outside()) {
        crash_add(text, ", sent by process ");
        crash_add_number(text, (unsigned long)struck_info.si_pid, 10);
    }
    crash_add(text, ")");
}

static void add_command_line(crash_text *text) {
    int file = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
    char bytes[1024];
    ssize_t count = file < 0 ? 0 : read(file, bytes, sizeof bytes - 1);
    for (ssize_t index = 0; index < count; index++) {
        if (bytes[index] == 0) bytes[index] = ' ';
    }
    bytes[count > 0 ? count : 0] = 0;
    crash_add(text, bytes);
    if (file >= 0) close(file);
}

static void add_time(crash_text *text) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    // Days to a date by Howard Hinnant's rule: gmtime takes locks.
    long days = now.tv_sec / 86400, seconds = now.tv_sec % 86400;
    long shifted = days + 719468, era = shifted / 146097, day_of_era = shifted - era * 146097;
    long year = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    long day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    long month = (5 * day_of_year + 2) / 153, day = day_of_year - (153 * month + 2) / 5 + 1;
    month = month < 10 ? month + 3 : month - 9;
    long fields[] = {year + era * 400 + (month <= 2), month, day, seconds / 3600, seconds / 60 % 60, seconds % 60};
    for (int index = 0; index < 6; index++) {
        if (index > 0 && fields[index] < 10) crash_add(text, "0");
        crash_add_number(text, (unsigned long)fields[index], 10);
        crash_add(text, (const char *[]){"-", "-", "T", ":", ":", "Z\n"}[index]);
    }
}

static void open_report(void) {
    const description *known = atomic_load(&described);
    report_name = known->shown;
    report = known == &unknown ? -1 : open(known->report, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (report >= 0) return;
    report_name = unknown.report;
    report = open(report_name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
}

static void write_heading(void) {
    crash_text text = {.count = 0};
    crash_add(&text, program_invocation_short_name);
    crash_add(&text, " ");
    crash_add(&text, atomic_load(&described)->version);
    crash_add(&text, crash_signal_of(struck_number)->is_fault ? "\ncrashed by " : "\nended by ");
    add_signal(&text);
    crash_add(&text, "\nat ");
    add_time(&text);
    if (struck_info.si_code > 0) {
        crash_add(&text, "at address 0x");
        crash_add_number(&text, (unsigned long)struck_info.si_addr, 16);
        crash_add(&text, "\n");
    }
    crash_add(&text, "process ");
    crash_add_number(&text, (unsigned long)getpid(), 10);
    crash_add(&text, ", thread ");
    crash_add_number(&text, (unsigned long)atomic_load(&struck_thread), 10);
    crash_add(&text, "\ncommand: ");
    add_command_line(&text);
    crash_add(&text, "\n\nbacktrace:\n");
    crash_write(report, &text);
}

static void write_frames(const char *(*name)(const crash_frame *)) {
    for (int index = 0; index < frame_count; index++) {
        crash_text text = {.count = 0};
        crash_add_number(&text, (unsigned long)index, 10);
        crash_add(&text, "  0x");
        crash_add_number(&text, (unsigned long)frames[index].address, 16);
        crash_add(&text, "  ");
        crash_add(&text, frames[index].file);
        crash_add(&text, "  ");
        crash_add(&text, name(&frames[index]));
        crash_add(&text, " + 0x");
        crash_add_number(&text, frames[index].offset, 16);
        crash_add(&text, "\n");
        crash_write(report, &text);
    }
}

static const char *raw_name(const crash_frame *frame) { return frame->symbol ? frame->symbol : "at"; }

static const char *readable_name(const crash_frame *frame) {
    static char room[1024];
    return frame->symbol ? crash_demangle(frame->symbol, room, sizeof room) : raw_name(frame);
}

static void write_report(void) {
    open_report();
    if (report >= 0) write_heading();
    frame_count = crash_frames(struck_context, frames);
    if (report >= 0) write_frames(raw_name);
}

static void name_place(void) {
    // The first function of this program itself; those above it belong to the libraries that it had called.
    const crash_frame *own = NULL;
    for (int index = frame_count - 1; index >= 0; index--) {
        if (frames[index].is_own && frames[index].symbol) own = &frames[index];
    }
    if (!own) return;
    const char *name = readable_name(own);
    size_t length = strlen(name);
    memcpy(place_of_crash, name, length < sizeof place_of_crash ? length + 1 : sizeof place_of_crash);
    if (length >= sizeof place_of_crash) strcpy(place_of_crash + sizeof place_of_crash - 4, "...");
}

static void write_readable_frames(void) {
    crash_name_frames(frames, frame_count);
    name_place();
    if (report < 0) return;
    crash_text text = {.count = 0};
    crash_add(&text, "\nthe same with the names of functions:\n");
    crash_write(report, &text);
    write_frames(readable_name);
}

static void say_it(void) {
    crash_text text = {.count = 0};
    const description *known = atomic_load(&described);
    crash_add(&text, isatty(STDERR_FILENO) ? "\r\033[K" : "");
    crash_add(&text, program_invocation_short_name);
    crash_add(&text, crash_signal_of(struck_number)->is_fault ? ": crashed by " : ": ended by ");
    add_signal(&text);
    // Where the program happened to be when somebody else struck it is no news.
    if (place_of_crash[0] && !came_from_outside()) {
        crash_add(&text, " in ");
        crash_add(&text, place_of_crash);
    }
    if (report >= 0) {
        crash_add(&text, "; the backtrace is in ");
        crash_add(&text, report_name);
    }
    if (known->advice[0]) crash_add(&text, "; ");
    crash_add(&text, known->advice);
    crash_add(&text, "\n");
    crash_write(STDERR_FILENO, &text);
    if (terminal >= 0 && !isatty(STDERR_FILENO)) crash_write(terminal, &text);
    if (report >= 0) crash_write(report, &(crash_text){.bytes = "\n", .count = 1});
}

static void end(void) {
    struct sigaction usual = {.sa_handler = SIG_DFL};
    sigaction(struck_number, &usual, NULL);
    syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), struck_number);
    _exit(128 + struck_number);
}

// In the order of what a person misses most. Each may fail in a program that is broken, by a fault of its own or by waiting for a lock
// that nobody gives back: then the next one is begun.
static void (*const stages[])(void) = {
    crash_freeze_others, give_terminal_back, write_report, write_readable_frames, say_it, end,
};
enum { STAGE_COUNT = sizeof stages / sizeof *stages };
static volatile sig_atomic_t stage;

static void limit_to(int milliseconds) {
    struct itimerval timer = {.it_value = {.tv_sec = milliseconds / 1000, .tv_usec = milliseconds % 1000 * 1000}};
    setitimer(ITIMER_REAL, &timer, NULL);
}

static void strike(int number, siginfo_t *info, void *context) {
    long own = syscall(SYS_gettid);
    long first = 0;
    if (atomic_compare_exchange_strong(&struck_thread, &first, own)) {
        struck_number = number;
        struck_info = *info;
        struck_context = context;
        // Nothing may end or stop the program before it has said why; writing to a terminal from the background would.
        sigset_t kept;
        sigemptyset(&kept);
        sigaddset(&kept, SIGTTOU);
        sigaddset(&kept, SIGTSTP);
        pthread_sigmask(SIG_SETMASK, &kept, NULL);
    } else if (first != own) {
        if (number == SIGALRM) syscall(SYS_tgkill, getpid(), first, SIGALRM);
        crash_freeze();
    }
    while (stage < STAGE_COUNT) {
        int now = stage;
        stage = now + 1;
        limit_to(700);
        stages[now]();
    }
    _exit(128 + struck_number);
}

void crash_install(void) {
    static atomic_int installed;
    if (atomic_exchange(&installed, 1)) return;
    const char *folder = getenv("TMPDIR");
    if (!folder || !*folder) folder = "/tmp";
    snprintf(
        unknown.report, sizeof unknown.report, "%s/%s-crash-%d.txt", folder, program_invocation_short_name, (int)getpid());
    crash_frames_prepare();
    crash_guard_main_thread();
    struct sigaction action = {.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
    action.sa_sigaction = strike;
    sigemptyset(&action.sa_mask);
    for (size_t index = 0; index < crash_signal_count; index++) {
        struct sigaction before;
        int number = crash_signals[index].number;
        if (sigaction(number, NULL, &before) != 0) continue;
        // A signal that the parent process set to be ignored stays ignored.
        int is_ignored = !(before.sa_flags & SA_SIGINFO) && before.sa_handler == SIG_IGN;
        if (!is_ignored || crash_signals[index].is_fault) sigaction(number, &action, NULL);
    }
}
