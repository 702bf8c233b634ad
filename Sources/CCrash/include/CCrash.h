#pragma once

// What the program does when it dies of a signal: gives the terminal back, writes a backtrace into a file, says one sentence, and
// ends by that signal. Nobody is asked anything, whatever SWIFT_BACKTRACE says.

#ifdef __cplusplus
extern "C" {
#endif

/// Takes over every signal that ends a program, from Swift's own backtracer too. Does nothing the second time.
void crash_install(void);

/// Where the backtrace goes, how that file is called on a terminal, which version of the program this is, and what the last sentence
/// recommends. Copies the texts; until they are given, the backtrace goes to a file in the folder of temporary files. From any thread.
void crash_describe(const char *report, const char *shown, const char *version, const char *advice);

/// Called first of all in a crash, on whichever thread, while the others stand still: only what a signal handler may do. Gives the
/// terminal back and returns its descriptor, or -1 where there is nothing to give back.
void crash_restore_with(int (*restore)(void));

#ifdef __cplusplus
}
#endif
