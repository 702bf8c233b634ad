// Maps mirrored at their borders, and the way back.
#include "CKernels.h"
#include "internal.h"

#include <string.h>

static ptrdiff_t mirrored(ptrdiff_t place, ptrdiff_t side) {
    if (place < 0) return -place;
    return place < side ? place : 2 * (side - 1) - place;
}

void kernel_reflect_share(void *argument, int index, int count) {
    const kernel_reflection *job = argument;
    const size_t pixel = job->pixel * job->element, padding = job->padding, width = job->width;
    const size_t outer_height = job->height + 2 * padding, outer_width = width + 2 * padding;
    const size_t rows = job->planes * outer_height;
    for (size_t row = rows * index / count; row < rows * (index + 1) / count; row++) {
        size_t plane = row / outer_height;
        size_t inner = mirrored((ptrdiff_t)(row % outer_height) - (ptrdiff_t)padding, job->height);
        const char *from = job->inner + (plane * job->height + inner) * width * pixel;
        char *to = job->outer + row * outer_width * pixel;
        for (size_t column = 0; column < padding; column++) {
            memcpy(to + column * pixel, from + (padding - column) * pixel, pixel);
            memcpy(to + (padding + width + column) * pixel, from + (width - 2 - column) * pixel, pixel);
        }
        memcpy(to + padding * pixel, from, width * pixel);
    }
}

static float load(const kernel_reflection *job, size_t index) {
    if (job->element == sizeof(float)) return ((const float *)job->outer)[index];
    return from_bfloat16(((const uint16_t *)job->outer)[index]);
}

static void store(const kernel_reflection *job, size_t index, float value) {
    if (job->element == sizeof(float)) {
        ((float *)job->inner)[index] = value;
    } else {
        ((uint16_t *)job->inner)[index] = to_bfloat16(value);
    }
}

// The places outside that show place `inner`: itself, and its images at both borders.
static int images(size_t inner, size_t side, size_t padding, size_t found[3]) {
    int count = 0;
    found[count++] = inner + padding;
    if (inner >= 1 && inner <= padding) found[count++] = padding - inner;
    if (inner + 1 < side && side - 1 - inner <= padding) found[count++] = padding + 2 * (side - 1) - inner;
    return count;
}

void kernel_reflect_back_share(void *argument, int index, int count) {
    const kernel_reflection *job = argument;
    const size_t pixel = job->pixel, padding = job->padding, width = job->width, height = job->height;
    const size_t outer_height = height + 2 * padding, outer_width = width + 2 * padding;
    const size_t rows = job->planes * height;
    for (size_t row = rows * index / count; row < rows * (index + 1) / count; row++) {
        size_t plane = row / height, from[3], columns[3];
        int row_count = images(row % height, height, padding, from);
        const size_t to = row * width * pixel;
        for (size_t column = 0; column < width; column++) {
            if (row_count == 1 && column == padding + 1 && column + padding + 1 < width) {
                // Away from the borders nothing is shown twice: whole runs are copied.
                size_t place = ((plane * outer_height + from[0]) * outer_width + column + padding) * pixel;
                size_t run = width - padding - 1 - column;
                memcpy(
                    job->inner + (to + column * pixel) * job->element, job->outer + place * job->element,
                    run * pixel * job->element);
                column += run - 1;
                continue;
            }
            int column_count = images(column, width, padding, columns);
            for (size_t value = 0; value < pixel; value++) {
                float sum = 0;
                for (int i = 0; i < row_count; i++)
                    for (int j = 0; j < column_count; j++)
                        sum += load(job, ((plane * outer_height + from[i]) * outer_width + columns[j]) * pixel + value);
                store(job, to + column * pixel + value, sum);
            }
        }
    }
}
