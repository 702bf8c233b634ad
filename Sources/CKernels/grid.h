// A walk over the values of a grid, sixteen channels or neighbors at a time.
#pragma once

#include "lanes.h"

// A grid is cut into pieces of fixed size, which threads share: a run of pixels of one image, of some channels. All images' pieces at
// one place are parts of the same channels.
typedef struct cut {
    const kernel_grid *grid;
    size_t run;
    size_t runs;
    size_t strip;
    size_t strips;
} cut;

enum { PIECE = 32768, WIDEST_STRIP = 512, TILE = 16 };

ALWAYS_INLINE cut cut_of(const kernel_grid *grid) {
    cut c = {grid, 0, 0, grid->pixel < WIDEST_STRIP ? grid->pixel : WIDEST_STRIP, 0};
    c.run = (PIECE / (c.strip ? c.strip : 1) + TILE - 1) / TILE * TILE;
    c.runs = (grid->area + c.run - 1) / c.run;
    c.strips = c.strip ? (grid->pixel + c.strip - 1) / c.strip : 0;
    return c;
}

ALWAYS_INLINE size_t parts_of(const cut *c) { return c->grid->images * c->runs; }
ALWAYS_INLINE size_t pieces_of(const cut *c) { return parts_of(c) * c->grid->groups * c->strips; }

typedef struct piece {
    // Where its first value lies.
    size_t first;
    size_t pixels;
    size_t channel;
    // Of its channels, the one that lies first in the group.
    size_t within;
    size_t width;
    size_t part;
} piece;

// In the order of memory.
ALWAYS_INLINE piece piece_at(const cut *c, size_t index) {
    const kernel_grid *grid = c->grid;
    const size_t strip = index % c->strips, run = index / c->strips % c->runs;
    const size_t map = index / c->strips / c->runs, group = map % grid->groups, image = map / grid->groups;
    piece p;
    p.within = strip * c->strip;
    p.width = grid->pixel - p.within < c->strip ? grid->pixel - p.within : c->strip;
    p.pixels = grid->area - run * c->run < c->run ? grid->area - run * c->run : c->run;
    p.first = (map * grid->area + run * c->run) * grid->pixel + p.within;
    p.channel = group * grid->pixel + p.within;
    p.part = image * c->runs + run;
    return p;
}

// `rows` times sixteen values, `stride` apart, of which `live` count. Lane `i` belongs to channel `channel + i % period`.
typedef struct block {
    size_t first;
    size_t stride;
    size_t rows;
    size_t live;
    size_t channel;
    // Of lane 0 within the first pixel of the group.
    size_t within;
    size_t period;
} block;

typedef struct walk {
    piece whole;
    size_t pixel;
    size_t row;
    size_t lane;
} walk;

// Values of few channels are one row after another. Of many channels, a few pixels at a time: they are read as they lie.
ALWAYS_INLINE int next_block(walk *w, block *b) {
    const piece *p = &w->whole;
    if (LANES % w->pixel == 0) {
        const size_t values = p->pixels * w->pixel, done = w->row;
        if (done >= values) return 0;
        const size_t rows = (values - done) / LANES;
        *b = (block) {p->first + done, LANES, rows ? rows : 1, rows ? LANES : values - done, p->channel, 0, w->pixel};
        w->row = done + (rows ? rows * LANES : values - done);
        return 1;
    }
    if (w->lane >= p->width) {
        w->lane = 0;
        w->row += TILE;
    }
    if (w->row >= p->pixels) return 0;
    const size_t rows = p->pixels - w->row < TILE ? p->pixels - w->row : TILE;
    const size_t live = p->width - w->lane < LANES ? p->width - w->lane : LANES;
    *b = (block) {p->first + w->row * w->pixel + w->lane, w->pixel, rows, live, p->channel + w->lane, p->within + w->lane, LANES};
    w->lane += LANES;
    return 1;
}

// Of a table with a place for every channel, what belongs to each lane.
ALWAYS_INLINE void lanes_of(doubles16 *to, const double *table, const block *b) {
    if (b->period == LANES) {
        *to = *(const loose_doubles16 *)(table + b->channel);
    } else {
        for (size_t lane = 0; lane < LANES; lane++) (*to)[lane] = table[b->channel + lane % b->period];
    }
}

// A row of a block, of which lanes that do not count are as they were.
ALWAYS_INLINE void load_row(floats16 *to, const void *values, const block *b, size_t row, kernel_type type) {
    const size_t place = b->first + row * b->stride;
    if (b->live == LANES) {
        load16(to, values, place, type);
    } else {
        load_some16(to, values, place, b->live, type);
    }
}

ALWAYS_INLINE void store_row(void *values, const block *b, size_t row, const floats16 *from, kernel_type type) {
    const size_t place = b->first + row * b->stride;
    if (b->live == LANES) {
        store16(values, place, from, type);
    } else {
        store_some16(values, place, b->live, from, type);
    }
}

// Adds up what belongs to each channel.
ALWAYS_INLINE void add_lanes(double *table, const doubles16 *sums, const block *b) {
    if (b->period == LANES) {
        *(loose_doubles16 *)(table + b->channel) += *sums;
    } else {
        for (size_t lane = 0; lane < LANES; lane++) table[b->channel + lane % b->period] += (*sums)[lane];
    }
}
