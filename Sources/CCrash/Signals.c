#include "Parts.h"

#include <signal.h>

const crash_signal crash_signals[] = {
    {SIGSEGV, "SIGSEGV", "invalid memory access", 1},
    {SIGBUS, "SIGBUS", "memory that is not there", 1},
    {SIGILL, "SIGILL", "illegal instruction, as Swift ends a program that has failed", 1},
    {SIGTRAP, "SIGTRAP", "trap, as Swift ends a program that has failed", 1},
    {SIGFPE, "SIGFPE", "arithmetic error", 1},
    {SIGABRT, "SIGABRT", "aborted", 1},
    {SIGSYS, "SIGSYS", "forbidden system call", 1},
    {SIGQUIT, "SIGQUIT", "quit", 0},
    {SIGXCPU, "SIGXCPU", "limit of processor time reached", 0},
    {SIGALRM, "SIGALRM", "alarm", 0},
    {SIGVTALRM, "SIGVTALRM", "alarm", 0},
    {SIGPROF, "SIGPROF", "profiling alarm", 0},
    {SIGUSR1, "SIGUSR1", "user-defined signal", 0},
    {SIGUSR2, "SIGUSR2", "user-defined signal", 0},
#ifdef SIGPWR
    {SIGPWR, "SIGPWR", "power failure", 0},
#endif
};
const size_t crash_signal_count = sizeof crash_signals / sizeof *crash_signals;

const crash_signal *crash_signal_of(int number) {
    for (size_t index = 0; index < crash_signal_count; index++) {
        if (crash_signals[index].number == number) return &crash_signals[index];
    }
    return &crash_signals[0];
}
