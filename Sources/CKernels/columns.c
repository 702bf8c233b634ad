// Sums of the columns of a table.
#include "CKernels.h"
#include "internal.h"

enum { COLUMNS = 64 };

static inline __attribute__((always_inline)) void
add_up(const kernel_columns *job, int is_float32, size_t first, size_t width, double *sums) {
    for (size_t row = 0; row < job->rows; row++) {
        const size_t place = row * job->columns + first;
        if (is_float32) {
            for (size_t i = 0; i < width; i++) sums[i] += ((const float *)job->values)[place + i];
        } else {
            for (size_t i = 0; i < width; i++) sums[i] += from_bfloat16(((const uint16_t *)job->values)[place + i]);
        }
    }
}

KERNEL_CLONES static void add_up_block(const kernel_columns *job, size_t first) {
    double sums[COLUMNS] = {0};
    const size_t width = job->columns - first < COLUMNS ? job->columns - first : COLUMNS;
    if (job->element == sizeof(float)) {
        add_up(job, 1, first, width, sums);
    } else {
        add_up(job, 0, first, width, sums);
    }
    for (size_t i = 0; i < width; i++) job->sums[first + i] = (float)sums[i];
}

void kernel_columns_share(void *argument, int index, int count) {
    const kernel_columns *job = argument;
    const size_t blocks = (job->columns + COLUMNS - 1) / COLUMNS;
    for (size_t block = index; block < blocks; block += count) add_up_block(job, block * COLUMNS);
}
