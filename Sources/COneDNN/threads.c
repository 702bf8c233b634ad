// oneDNN's thread team. Debian builds the library on GNU's OpenMP; its entry points are looked up at run time, so that nothing here
// needs a compiler with OpenMP, and a build on another runtime only loses the parallel loops.
#define _GNU_SOURCE
#include "internal.h"

#include <dlfcn.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef void (*omp_set_function)(int);
typedef int (*omp_get_function)(void);
typedef void (*gomp_parallel_function)(void (*)(void *), void *, unsigned, unsigned);

typedef struct parallel_call {
    void (*body)(void *context, int index, int count);
    void *context;
    int count;
    omp_get_function thread;
    omp_get_function team;
} parallel_call;

static void on_each_thread(void *argument) {
    const parallel_call *call = argument;
    // The team may be smaller than asked for: then a thread does several shares, always the same ones.
    int team = call->team();
    for (int index = call->thread(); index < call->count; index += team) call->body(call->context, index, call->count);
}

bool onednn_set_threads(int count) {
    omp_set_function set = (omp_set_function)dlsym(RTLD_DEFAULT, "omp_set_num_threads");
    if (!set) return false;
    set(count);
    return true;
}

void onednn_parallel(int count, void (*body)(void *context, int index, int count), void *context) {
    gomp_parallel_function parallel = (gomp_parallel_function)dlsym(RTLD_DEFAULT, "GOMP_parallel");
    omp_get_function thread = (omp_get_function)dlsym(RTLD_DEFAULT, "omp_get_thread_num");
    omp_get_function team = (omp_get_function)dlsym(RTLD_DEFAULT, "omp_get_num_threads");
    if (count > 1 && parallel && thread && team) {
        parallel_call call = {body, context, count, thread, team};
        parallel(on_each_thread, &call, (unsigned)count, 0);
    } else {
        for (int index = 0; index < count; index++) body(context, index, count);
    }
}

static void note_thread(void *context, int index, int count) {
    (void)count;
    ((int *)context)[index] = (int)syscall(SYS_gettid);
}

void onednn_team(int count, int *threads) { onednn_parallel(count, note_thread, threads); }
