#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CImageCodecs.h"
#include "PNGErrors.h"

static void append_to_memory(png_structp png, png_bytep bytes, size_t count) {
    cimage_bytes *to = png_get_io_ptr(png);
    if (count > to->capacity - to->count) {
        size_t capacity = to->capacity * 2 + count + 1024;
        uint8_t *larger = realloc(to->bytes, capacity);
        if (larger == NULL) png_error(png, "no memory is left for the encoded image");
        to->bytes = larger;
        to->capacity = capacity;
    }
    memcpy(to->bytes + to->count, bytes, count);
    to->count += count;
}

static void flush_nothing(png_structp png) { (void)png; }

static void pack_bits(const uint8_t *pixels, int width, uint8_t *packed) {
    memset(packed, 0, ((size_t)width + 7) / 8);
    for (int x = 0; x < width; x++) {
        if (pixels[x] != 0) packed[x / 8] |= (uint8_t)(0x80 >> (x % 8));
    }
}

int cimage_encode_png(
    const uint8_t *pixels, int width, int height, int channels, int bit_depth, cimage_bytes *encoded, char *error) {
    cimage_png_messages said = {error, NULL};
    png_infop info = NULL;
    uint8_t *volatile packed = NULL;
    memset(encoded, 0, sizeof *encoded);

    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &said, cimage_png_error, cimage_png_warning);
    if (png == NULL) {
        snprintf(error, CIMAGE_ERROR_LENGTH, "no memory is left");
        return 1;
    }
    if (setjmp(png_jmpbuf(png))) {
        free(packed);
        free(encoded->bytes);
        memset(encoded, 0, sizeof *encoded);
        png_destroy_write_struct(&png, &info);
        return 1;
    }
    info = png_create_info_struct(png);
    packed = malloc((size_t)width / 8 + 1);
    if (info == NULL || packed == NULL) png_error(png, "no memory is left");

    png_set_write_fn(png, encoded, append_to_memory, flush_nothing);
    png_set_compression_level(png, 9);
    // Filters help photographs; packed bits compress better without.
    if (bit_depth == 1) png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, bit_depth,
                 channels == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    for (int y = 0; y < height; y++) {
        const uint8_t *row = pixels + (size_t)y * (size_t)width * (size_t)channels;
        if (bit_depth == 1) {
            pack_bits(row, width, packed);
            row = packed;
        }
        png_write_row(png, row);
    }
    png_write_end(png, NULL);
    free(packed);
    png_destroy_write_struct(&png, &info);
    return 0;
}
