#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CImageCodecs.h"
#include "PNGErrors.h"

typedef struct {
    const uint8_t *bytes;
    size_t count;
    size_t position;
} source;

static void read_from_memory(png_structp png, png_bytep destination, size_t count) {
    source *from = png_get_io_ptr(png);
    if (count > from->count - from->position) png_error(png, "the file ends too early");
    memcpy(destination, from->bytes + from->position, count);
    from->position += count;
}

// Every kind of PNG becomes 8 bits a channel, with an alpha channel where the file has any transparency. Values are taken as
// stored: no gamma or colour profile is applied, as in the other decoders that people train with.
static void expand_to_8_bits(png_structp png, png_infop info) {
    png_set_expand(png);
    png_set_scale_16(png);
    png_set_interlace_handling(png);
    png_read_update_info(png, info);
}

// Composes colours with alpha on white, in place: the result is never longer than what it is read from.
static int lay_on_white(uint8_t *pixels, size_t count, int channels) {
    if (channels % 2 == 1) return channels;
    int colours = channels - 1;
    for (size_t index = 0; index < count; index++) {
        const uint8_t *from = pixels + index * (size_t)channels;
        unsigned alpha = from[colours];
        for (int channel = 0; channel < colours; channel++) {
            pixels[index * (size_t)colours + (size_t)channel] = (uint8_t)((from[channel] * alpha + 255 * (255 - alpha) + 127) / 255);
        }
    }
    return colours;
}

int cimage_decode_png(
    const uint8_t *bytes, size_t count, int64_t max_pixels, cimage_pixels *image, char *error, char *warning) {
    source from = {bytes, count, 0};
    cimage_png_messages said = {error, warning};
    png_infop info = NULL;
    // Set between setjmp and a possible longjmp, read after it: without volatile their values would be undefined there.
    uint8_t *volatile pixels = NULL;
    png_bytep *volatile rows = NULL;

    warning[0] = 0;
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &said, cimage_png_error, cimage_png_warning);
    if (png == NULL) {
        snprintf(error, CIMAGE_ERROR_LENGTH, "no memory is left");
        return 1;
    }
    if (setjmp(png_jmpbuf(png))) {
        free(pixels);
        free(rows);
        png_destroy_read_struct(&png, &info, NULL);
        return 1;
    }
    info = png_create_info_struct(png);
    if (info == NULL) png_error(png, "no memory is left");

    // Chunks of text, profiles and the like may be many and of any size once inflated; -1 leaves out all that no pixel needs.
    png_set_chunk_malloc_max(png, 1 << 20);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    // Some programs state a smaller window than they used, which other readers do not care about.
    png_set_option(png, PNG_MAXIMUM_INFLATE_WINDOW, PNG_OPTION_ON);
    png_set_read_fn(png, &from, read_from_memory);
    png_read_info(png, info);

    int64_t width = png_get_image_width(png, info);
    int64_t height = png_get_image_height(png, info);
    if (width > max_pixels / height) {
        char message[CIMAGE_ERROR_LENGTH];
        snprintf(message, sizeof message, "%lld x %lld pixels are more than the limit of %lld", (long long)width,
                 (long long)height, (long long)max_pixels);
        png_error(png, message);
    }
    // Deflate makes at most 1032 bytes of one: less cannot fill the image, and no memory is taken for it.
    if (png_get_rowbytes(png, info) * (size_t)height / 1032 > count) png_error(png, "the file ends too early");
    expand_to_8_bits(png, info);

    size_t row_bytes = png_get_rowbytes(png, info);
    pixels = malloc(row_bytes * (size_t)height);
    rows = malloc(sizeof(png_bytep) * (size_t)height);
    if (pixels == NULL || rows == NULL) png_error(png, "no memory is left for the pixels");
    for (int64_t row = 0; row < height; row++) rows[row] = pixels + (size_t)row * row_bytes;
    png_read_image(png, rows);
    // What stands behind the last pixel may be damaged as it likes.
    if (setjmp(png_jmpbuf(png))) {
        if (warning[0] == 0) snprintf(warning, CIMAGE_ERROR_LENGTH, "%s", error);
    } else {
        png_read_end(png, NULL);
    }

    image->width = (int)width;
    image->height = (int)height;
    image->channels = lay_on_white(pixels, (size_t)width * (size_t)height, png_get_channels(png, info));
    image->pixels = pixels;
    free(rows);
    png_destroy_read_struct(&png, &info, NULL);
    return 0;
}

void cimage_free(void *memory) { free(memory); }
