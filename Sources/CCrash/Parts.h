#pragma once

#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif

// What the files of this target share with each other. Everything here may be called from a signal handler.

#include <signal.h>
#include <stddef.h>

/// The description of a signal, for a person.
typedef struct {
    int number;
    const char *name;
    const char *meaning;
    /// Whether it is a fault of the program, and not a wish of somebody outside.
    int is_fault;
} crash_signal;

extern const crash_signal crash_signals[];
extern const size_t crash_signal_count;
const crash_signal *crash_signal_of(int number);

// Text.c: text of limited length; what does not fit is left out.
typedef struct {
    char bytes[2048];
    size_t count;
} crash_text;

void crash_add(crash_text *text, const char *added);
void crash_add_number(crash_text *text, unsigned long number, unsigned base);
void crash_write(int descriptor, const crash_text *text);

// Frames.c
enum { CRASH_FRAME_LIMIT = 128 };

typedef struct {
    void *address;
    /// The file that holds the code, as the linker knows it; "?" where there is none.
    const char *file;
    /// The function as the linker knows it, or nothing.
    const char *symbol;
    size_t offset;
    int is_own;
} crash_frame;

/// Makes ready what must not be made in a handler.
void crash_frames_prepare(void);
/// The stack of the calling thread from where the signal struck.
int crash_frames(void *context, crash_frame *frames);
/// Adds the functions of the program itself, which takes a while: its file is searched.
void crash_name_frames(crash_frame *frames, int count);
/// The name as Swift writes it; the symbol itself where it is not Swift's. Allocates: may fail, or not return, in a program that is broken.
const char *crash_demangle(const char *symbol, char *room, size_t size);

// Threads.c
/// The stack that the handler runs on, on every thread: one that has overflown leaves no room.
void crash_guard_main_thread(void);
/// Lets every other thread stand still, and waits shortly until they do.
void crash_freeze_others(void);
/// Stands still for ever.
void crash_freeze(void);
