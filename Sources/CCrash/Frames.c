#include "Parts.h"

#include <dlfcn.h>
#include <elf.h>
#include <execinfo.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <ucontext.h>
#include <unistd.h>

typedef char *(*demangle_function)(const char *, size_t, char *, size_t *, uint32_t);
static demangle_function demangle;
static const void *own_base;

void crash_frames_prepare(void) {
    // The first call loads the unwinder, which must not happen in a handler.
    void *frame;
    backtrace(&frame, 1);
    demangle = (demangle_function)dlsym(RTLD_DEFAULT, "swift_demangle");
    Dl_info place;
    if (dladdr((const void *)crash_frames_prepare, &place)) own_base = place.dli_fbase;
}

static void *struck_at(void *context) {
    const ucontext_t *state = context;
#if defined(__x86_64__)
    return (void *)state->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
    return (void *)state->uc_mcontext.pc;
#else
    (void)state;
    return NULL;
#endif
}

// The program itself, whose functions are not in the linker's table but, unless it was stripped, in the file's own.
static const char *image;
static size_t image_size;

static void map_image(void) {
    if (image) return;
    int file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    struct stat facts;
    if (file < 0) return;
    if (fstat(file, &facts) == 0 && facts.st_size > (off_t)sizeof(Elf64_Ehdr)) {
        void *mapped = mmap(NULL, (size_t)facts.st_size, PROT_READ, MAP_PRIVATE, file, 0);
        if (mapped != MAP_FAILED) {
            image_size = (size_t)facts.st_size;
            image = mapped;
        }
    }
    close(file);
}

static int holds(uint64_t start, uint64_t size) { return start <= image_size && size <= image_size - start; }

static void find_own_symbol(crash_frame *frame, const char *code) {
    map_image();
    if (!image) return;
    const Elf64_Ehdr *header = (const void *)image;
    if (memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 || header->e_ident[EI_CLASS] != ELFCLASS64) return;
    if (!holds(header->e_shoff, (uint64_t)header->e_shnum * sizeof(Elf64_Shdr))) return;
    const Elf64_Shdr *sections = (const void *)(image + header->e_shoff);
    uint64_t address = (uint64_t)code - (header->e_type == ET_DYN ? (uint64_t)own_base : 0);
    for (int index = 0; index < header->e_shnum; index++) {
        const Elf64_Shdr *table = &sections[index];
        if (table->sh_type != SHT_SYMTAB || table->sh_link >= header->e_shnum) continue;
        const Elf64_Shdr *names = &sections[table->sh_link];
        if (!holds(table->sh_offset, table->sh_size) || !holds(names->sh_offset, names->sh_size)) continue;
        const Elf64_Sym *symbols = (const void *)(image + table->sh_offset);
        for (uint64_t place = 0; place < table->sh_size / sizeof *symbols; place++) {
            const Elf64_Sym *symbol = &symbols[place];
            if (ELF64_ST_TYPE(symbol->st_info) != STT_FUNC || symbol->st_name >= names->sh_size) continue;
            if (address < symbol->st_value || address - symbol->st_value >= symbol->st_size) continue;
            frame->symbol = image + names->sh_offset + symbol->st_name;
            frame->offset += address - symbol->st_value;
            return;
        }
    }
}

// - Parameter returns: whether the address is where a call returns to. A function that never returns may end with the call, so that this
// is already the next one: the call itself is looked up.
static void describe(crash_frame *frame, int returns) {
    Dl_info place;
    const char *code = (const char *)frame->address - returns;
    frame->file = "?";
    frame->symbol = NULL;
    frame->offset = 0;
    frame->is_own = 0;
    if (!dladdr(code, &place)) return;
    const char *slash = place.dli_fname ? strrchr(place.dli_fname, '/') : NULL;
    frame->file = slash ? slash + 1 : place.dli_fname;
    frame->is_own = place.dli_fbase == own_base;
    frame->offset = (size_t)((const char *)frame->address - (const char *)place.dli_fbase);
    if (place.dli_sname && place.dli_saddr) {
        frame->symbol = place.dli_sname;
        frame->offset = (size_t)((const char *)frame->address - (const char *)place.dli_saddr);
    }
}

int crash_frames(void *context, crash_frame *frames) {
    void *addresses[CRASH_FRAME_LIMIT + 16];
    int found = backtrace(addresses, CRASH_FRAME_LIMIT + 16);
    // The first ones are the handler's.
    void *struck = struck_at(context);
    int first = 0;
    while (first < found && addresses[first] != struck) first++;
    int count = 0;
    if (first == found) {
        frames[count++].address = struck;
        first = 0;
    }
    for (int index = first; index < found && count < CRASH_FRAME_LIMIT; index++) frames[count++].address = addresses[index];
    for (int index = 0; index < count; index++) describe(&frames[index], index > 0);
    return count;
}

void crash_name_frames(crash_frame *frames, int count) {
    for (int index = 0; index < count; index++) {
        crash_frame *frame = &frames[index];
        if (!frame->is_own || frame->symbol) continue;
        int returns = index > 0;
        size_t from_base = frame->offset;
        frame->offset = (size_t)returns;
        find_own_symbol(frame, (const char *)frame->address - returns);
        if (!frame->symbol) frame->offset = from_base;
    }
}

const char *crash_demangle(const char *symbol, char *room, size_t size) {
    if (!demangle || strncmp(symbol, "$s", 2) != 0) return symbol;
    room[0] = 0;
    size_t length = size;
    if (!demangle(symbol, strlen(symbol), room, &length, 0) || !room[0]) return symbol;
    room[size - 1] = 0;
    return room;
}
