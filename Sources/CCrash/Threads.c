#include "Parts.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { STACK_BYTES = 128 * 1024, LEAST_THREAD_BYTES = 1024 * 1024 };

static void use_stack(void *memory, size_t size) {
    stack_t stack = {.ss_sp = memory, .ss_size = size, .ss_flags = memory ? 0 : SS_DISABLE};
    sigaltstack(&stack, NULL);
}

void crash_guard_main_thread(void) {
    static char memory[STACK_BYTES];
    use_stack(memory, sizeof memory);
}

typedef struct {
    void *(*body)(void *);
    void *argument;
} start;

static void stop_using_stack(void *unused) {
    (void)unused;
    use_stack(NULL, 0);
}

__attribute__((noinline)) static void *run_with_stack(start what) {
    // At the near end of the thread's own stack, so that it lives as long as the thread and costs no memory until it is used.
    char memory[STACK_BYTES];
    void *result;
    use_stack(memory, sizeof memory);
    pthread_cleanup_push(stop_using_stack, NULL);
    result = what.body(what.argument);
    pthread_cleanup_pop(1);
    // Kept alive across the call.
    __asm__ volatile("" : : "r"(memory) : "memory");
    return result;
}

static void *run(void *argument) {
    start what = *(start *)argument;
    free(argument);
    return run_with_stack(what);
}

static int has_room(const pthread_attr_t *attributes) {
    size_t size = 0;
    if (attributes) return pthread_attr_getstacksize(attributes, &size) == 0 && size >= LEAST_THREAD_BYTES;
    pthread_attr_t usual;
    if (pthread_getattr_default_np(&usual) != 0) return 0;
    pthread_attr_getstacksize(&usual, &size);
    pthread_attr_destroy(&usual);
    return size >= LEAST_THREAD_BYTES;
}

typedef int (*create_function)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

// Stands before the C library's function for the whole program, since the threads of Dispatch and of OpenMP are made by libraries that
// know nothing of handlers: without a stack of its own for signals, a thread whose stack has overflown dies without a word.
int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *), void *argument) {
    static _Atomic(create_function) create;
    create_function real = atomic_load(&create);
    if (!real) {
        real = (create_function)dlsym(RTLD_NEXT, "pthread_create");
        atomic_store(&create, real);
    }
    start *what = has_room(attributes) ? malloc(sizeof *what) : NULL;
    if (!what) return real(thread, attributes, body, argument);
    what->body = body;
    what->argument = argument;
    int answer = real(thread, attributes, run, what);
    if (answer != 0) free(what);
    return answer;
}

// The one signal of those that end a program which Dispatch leaves open on its threads and which nobody raises by a fault.
enum { FREEZING_SIGNAL = SIGPROF };

static atomic_int frozen;

void crash_freeze(void) {
    sigset_t every;
    sigfillset(&every);
    pthread_sigmask(SIG_SETMASK, &every, NULL);
    atomic_fetch_add(&frozen, 1);
    while (1) pause();
}

struct directory_entry {
    uint64_t inode;
    int64_t offset;
    unsigned short length;
    unsigned char type;
    char name[];
};

static int signal_others(void) {
    int folder = open("/proc/self/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return 0;
    int count = 0;
    long own = syscall(SYS_gettid);
    _Alignas(struct directory_entry) char bytes[4096];
    long read;
    while ((read = syscall(SYS_getdents64, folder, bytes, sizeof bytes)) > 0) {
        for (long place = 0; place < read;) {
            const struct directory_entry *entry = (const void *)(bytes + place);
            place += entry->length;
            long thread = 0;
            for (const char *digit = entry->name; *digit >= '0' && *digit <= '9'; digit++) thread = thread * 10 + *digit - '0';
            if (thread > 0 && thread != own && syscall(SYS_tgkill, getpid(), thread, FREEZING_SIGNAL) == 0) count++;
        }
    }
    close(folder);
    return count;
}

void crash_freeze_others(void) {
    int others = signal_others();
    // A thread that waits for a disk cannot stand still yet; it draws nothing meanwhile.
    for (int turn = 0; turn < 100 && atomic_load(&frozen) < others; turn++) {
        struct timespec moment = {.tv_nsec = 2 * 1000 * 1000};
        nanosleep(&moment, NULL);
    }
}
