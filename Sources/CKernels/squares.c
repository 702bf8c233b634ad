// Sums of squares and products.
#include "CKernels.h"
#include "internal.h"

// Sixteen partial sums in a fixed order: the compiler may use vectors of any width and the result is the same.
KERNEL_CLONES double kernel_dot(const float *left, const float *right, size_t length) {
    double partial[16] = {0};
    size_t i = 0;
    for (; i + 16 <= length; i += 16)
        for (int lane = 0; lane < 16; lane++) partial[lane] += (double)left[i + lane] * right[i + lane];
    for (int lane = 0; i < length; i++, lane++) partial[lane] += (double)left[i] * right[i];
    double sum = 0;
    for (int lane = 0; lane < 16; lane++) sum += partial[lane];
    return sum;
}

void kernel_squares_share(void *argument, int index, int count) {
    const kernel_squares *job = argument;
    size_t blocks = (job->length + KERNEL_SQUARES_BLOCK - 1) / KERNEL_SQUARES_BLOCK;
    for (size_t block = index; block < blocks; block += count) {
        size_t begin = block * KERNEL_SQUARES_BLOCK;
        size_t length = job->length - begin < KERNEL_SQUARES_BLOCK ? job->length - begin : KERNEL_SQUARES_BLOCK;
        job->sums[block] = kernel_dot(job->values + begin, job->values + begin, length);
    }
}
