#define _GNU_SOURCE
#include "COneDNN.h"

#include <dlfcn.h>

// Debian's oneDNN brings libgomp with it. Its functions are looked up at run time, so that no OpenMP compiler is needed, and
// `GOMP_parallel` is the entry that compilers call: our own passes run on the very team that oneDNN's primitives keep warm.

typedef struct {
    void (*body)(void *, int);
    void *context;
    int parts;
    int (*thread)(void);
    int (*team)(void);
} work;

static void member(void *data) {
    const work *w = data;
    int team = w->team();
    for (int part = w->thread(); part < w->parts; part += team) w->body(w->context, part);
}

void shim_set_threads(int count) {
    void (*set)(int) = (void (*)(int))dlsym(RTLD_DEFAULT, "omp_set_num_threads");
    if (set) set(count);
}

void shim_parallel(int parts, void (*body)(void *, int), void *context) {
    void (*parallel)(void (*)(void *), void *, unsigned, unsigned) =
        (void (*)(void (*)(void *), void *, unsigned, unsigned))dlsym(RTLD_DEFAULT, "GOMP_parallel");
    int (*thread)(void) = (int (*)(void))dlsym(RTLD_DEFAULT, "omp_get_thread_num");
    int (*team)(void) = (int (*)(void))dlsym(RTLD_DEFAULT, "omp_get_num_threads");
    if (parts < 2 || !parallel || !thread || !team) {
        for (int part = 0; part < parts; part++) body(context, part);
        return;
    }
    work w = {body, context, parts, thread, team};
    parallel(member, &w, 0, 0);
}
