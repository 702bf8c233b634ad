#pragma once

#define _GNU_SOURCE 1
#define NCURSES_WIDECHAR 1

// What the files of this target share with each other and nobody else.

#include <stddef.h>

int screen_input(void);
int screen_output(void);

// Pasting.c: the codes are beyond those that ncurses gives to the keys of any terminal.
enum { KEY_PASTE_BEGINS = 1600, KEY_PASTE_ENDS };
#define PASTING_OFF "\033[?2004l"
void pasting_define_keys(void);
// Asks the terminal to mark what is pasted, or no longer to.
void pasting_request(int on);

// Reset.c: reset_terminal may be called from a signal handler.
void reset_remember_modes(int terminal);
void reset_prepare(int terminal);
void reset_forget(void);
void reset_terminal(void);
// The same, and which descriptor the terminal is; -1 where there was nothing to give back.
int reset_in_crash(void);

// Signals.c
void signals_take_screen(void);
void signals_release_screen(void);
int signals_wake_descriptor(void);
void signals_stop_process(void);

// StrayOutput.c: may be called from a signal handler.
void stray_surrender(void);
