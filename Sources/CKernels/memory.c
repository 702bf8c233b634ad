// What the allocator keeps of freed memory.
#include "internal.h"

#ifdef __GLIBC__
#include <malloc.h>
void kernel_return_freed_memory(void) { malloc_trim(0); }
#else
void kernel_return_freed_memory(void) {}
#endif
