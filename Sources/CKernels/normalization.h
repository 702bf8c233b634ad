// What both ways of batch normalization share.
#pragma once

#include "grid.h"

#include <math.h>

typedef struct line {
    floats16 center, factor, offset;
} line;

ALWAYS_INLINE void line_of(line *l, kernel_lines lines, const block *b) {
    lanes_of(&l->center, lines.center, b);
    lanes_of(&l->factor, lines.factor, b);
    lanes_of(&l->offset, lines.offset, b);
}

// The two sums of sixteen channels over all parts of the batch, in order.
static inline void add_parts(const kernel_normalization *job, size_t channel, double first[LANES], double second[LANES]) {
    const cut c = cut_of(&job->grid);
    const size_t channels = kernel_grid_channels(&job->grid);
    for (size_t lane = 0; lane < LANES; lane++) first[lane] = second[lane] = 0;
    for (size_t part = 0; part < parts_of(&c); part++) {
        const double *sums = job->sums + 2 * part * channels + channel;
        for (size_t lane = 0; lane < LANES; lane++) {
            first[lane] += sums[lane];
            second[lane] += sums[channels + lane];
        }
    }
}
