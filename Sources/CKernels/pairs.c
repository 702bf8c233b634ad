// Every row of a matrix against every other.
#include "CKernels.h"
#include "internal.h"

enum { lanes = 16, together = 4 };

// Sixteen partial sums, added up in a fixed order: the compiler may use vectors of any width and the result is the same.
static inline float sum_of(float partial[lanes]) {
    for (int width = lanes / 2; width > 0; width /= 2)
        for (int lane = 0; lane < width; lane++) partial[lane] += partial[lane + width];
    return partial[0];
}

KERNEL_CLONES void kernel_squared_differences(const float *rows, size_t count, size_t columns, float *table) {
    const size_t whole = columns / lanes * lanes;
    for (size_t left = 0; left < count; left++) {
        const float *a = rows + left * columns;
        for (size_t first = left; first < count; first += together) {
            float partial[together][lanes] = {{0}};
            const float *b[together];
            // The last few are computed more than once rather than apart.
            for (int i = 0; i < together; i++) b[i] = rows + (first + i < count ? first + i : count - 1) * columns;
            for (size_t column = 0; column < whole; column += lanes)
                for (int i = 0; i < together; i++)
                    for (int lane = 0; lane < lanes; lane++) {
                        float x = a[column + lane], y = b[i][column + lane];
                        partial[i][lane] += (x - y) * (x - y);
                    }
            for (size_t column = whole; column < columns; column++)
                for (int i = 0; i < together; i++) {
                    float x = a[column], y = b[i][column];
                    partial[i][column - whole] += (x - y) * (x - y);
                }
            for (int i = 0; i < together && first + i < count; i++)
                table[left * count + first + i] = table[(first + i) * count + left] = sum_of(partial[i]);
        }
    }
}

KERNEL_CLONES void kernel_combine_differences(
    const float *factors, const float *rows, size_t count, size_t columns, float *results) {
    enum { strip = 32 };
    for (size_t first = 0; first < count; first += together)
        for (size_t column = 0; column < columns; column += strip) {
            const size_t width = columns - column < strip ? columns - column : strip;
            const int height = count - first < together ? (int)(count - first) : together;
            float sums[together][strip] = {{0}}, own[together][strip] = {{0}};
            for (int i = 0; i < height; i++) memcpy(own[i], rows + (first + i) * columns + column, width * sizeof(float));
            if (height == together && width == strip) {
                for (size_t row = 0; row < count; row++)
                    for (int i = 0; i < together; i++)
                        for (int lane = 0; lane < strip; lane++)
                            sums[i][lane] += factors[(first + i) * count + row] * (own[i][lane] - rows[row * columns + column + lane]);
            } else {
                for (size_t row = 0; row < count; row++)
                    for (int i = 0; i < height; i++)
                        for (size_t lane = 0; lane < width; lane++)
                            sums[i][lane] += factors[(first + i) * count + row] * (own[i][lane] - rows[row * columns + column + lane]);
            }
            for (int i = 0; i < height; i++) memcpy(results + (first + i) * columns + column, sums[i], width * sizeof(float));
        }
}
