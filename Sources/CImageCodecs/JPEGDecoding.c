#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// jpeglib.h needs stdio.h before it.
#include <jpeglib.h>

#include <jerror.h>

#include "CImageCodecs.h"

// More scans than any encoder writes keep a processor busy for minutes: a progressive file may hold thousands of empty ones.
#define MOST_SCANS 500

typedef struct {
    // First, so that the library's pointer to it is one to all of this.
    struct jpeg_error_mgr library;
    jmp_buf escape;
    char *error;
    char *warning;
    // Whether the file was over before its end marker.
    int ended;
} messages;

static void leave(j_common_ptr decoder) {
    messages *said = (messages *)decoder->err;
    char text[JMSG_LENGTH_MAX];
    decoder->err->format_message(decoder, text);
    snprintf(said->error, CIMAGE_ERROR_LENGTH, "%s", text);
    longjmp(said->escape, 1);
}

// The library makes something of every file, and warns. What it warns of is either a slip of the program that wrote the file, of which
// no pixel knows, or a part of the image that is lost and stands there in grey: that is an error.
static int loses_pixels(int code) {
    switch (code) {
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_MUST_RESYNC: return 1;
    default: return 0;
    }
}

static void take_message(j_common_ptr decoder, int level) {
    if (level >= 0) return;
    messages *said = (messages *)decoder->err;
    if (loses_pixels(decoder->err->msg_code)) leave(decoder);
    if (decoder->err->msg_code == JWRN_JPEG_EOF) said->ended = 1;
    if (decoder->err->num_warnings++ > 0) return;
    // Without the numbers, so that files with the same slip can be counted together.
    if (decoder->err->msg_code == JWRN_EXTRANEOUS_DATA) {
        snprintf(said->warning, CIMAGE_ERROR_LENGTH, "extraneous bytes before a marker");
        return;
    }
    char text[JMSG_LENGTH_MAX];
    decoder->err->format_message(decoder, text);
    snprintf(said->warning, CIMAGE_ERROR_LENGTH, "%s", text);
}

static void print_nothing(j_common_ptr decoder) { (void)decoder; }

static void limit_scans(j_common_ptr decoder) {
    messages *said = (messages *)decoder->err;
    if (((j_decompress_ptr)decoder)->input_scan_number <= MOST_SCANS) return;
    snprintf(said->error, CIMAGE_ERROR_LENGTH, "it has more than %d scans", MOST_SCANS);
    longjmp(said->escape, 1);
}

// Whether a file without an end marker holds all of its image. A scan that is too short was an error already; here whole scans may
// be missing: of a component, or of the lower bits and higher frequencies of a progressive file. Arithmetic coding leaves out zeros at
// the end, so that nobody can tell.
static int has_every_scan(j_decompress_ptr decoder) {
    if (decoder->arith_code) return 0;
    for (int component = 0; component < decoder->num_components; component++) {
        // Set when the first scan of a component begins.
        if (decoder->comp_info[component].quant_table == NULL) return 0;
        if (decoder->coef_bits == NULL) continue;
        for (int frequency = 0; frequency < DCTSIZE2; frequency++) {
            if (decoder->coef_bits[component][frequency] != 0) return 0;
        }
    }
    return 1;
}

// Four inks are stored inverted, as Adobe's programs do and other decoders assume: 255 is no ink. Then light is the product.
static void inks_to_light(uint8_t *pixels, size_t count) {
    for (size_t index = 0; index < count; index++) {
        const uint8_t *inks = pixels + index * 4;
        unsigned black = inks[3];
        uint8_t light[3];
        for (int channel = 0; channel < 3; channel++) light[channel] = (uint8_t)((inks[channel] * black + 127) / 255);
        for (int channel = 0; channel < 3; channel++) pixels[index * 3 + channel] = light[channel];
    }
}

static void refuse_size(const struct jpeg_decompress_struct *decoder, size_t count, int64_t max_pixels, messages *said) {
    int64_t width = decoder->image_width, height = decoder->image_height;
    if (width <= 0 || height <= 0) {
        snprintf(said->error, CIMAGE_ERROR_LENGTH, "the header says %lld x %lld pixels", (long long)width, (long long)height);
        longjmp(said->escape, 1);
    }
    if (width > max_pixels / height) {
        snprintf(said->error, CIMAGE_ERROR_LENGTH, "%lld x %lld pixels are more than the limit of %lld", (long long)width,
                 (long long)height, (long long)max_pixels);
        longjmp(said->escape, 1);
    }
    // Each block of 8 x 8 pixels needs a bit at least; a large image that has fewer gets no memory. (Arithmetic coding could do with
    // less, but nobody stores large empty images in it.)
    if (width * height > 1 << 22 && width * height / 512 > (int64_t)count) {
        snprintf(said->error, CIMAGE_ERROR_LENGTH, "the file ends too early for %lld x %lld pixels", (long long)width,
                 (long long)height);
        longjmp(said->escape, 1);
    }
}

// Decides which colours come out. Returns whether they are inks.
static int choose_colours(j_decompress_ptr decoder, messages *said) {
    switch (decoder->jpeg_color_space) {
    case JCS_GRAYSCALE: decoder->out_color_space = JCS_GRAYSCALE; return 0;
    case JCS_RGB:
    case JCS_YCbCr: decoder->out_color_space = JCS_RGB; return 0;
    case JCS_CMYK:
    case JCS_YCCK: decoder->out_color_space = JCS_CMYK; return 1;
    default:
        snprintf(said->error, CIMAGE_ERROR_LENGTH, "its %d channels are colours of no known kind", decoder->num_components);
        longjmp(said->escape, 1);
    }
}

int cimage_decode_jpeg(
    const uint8_t *bytes, size_t count, int64_t max_pixels, cimage_pixels *image, char *error, char *warning) {
    struct jpeg_decompress_struct decoder;
    struct jpeg_progress_mgr progress;
    messages said;
    // Set between setjmp and a possible longjmp, read after it: without volatile their values would be undefined there.
    uint8_t *volatile pixels = NULL;
    volatile int is_whole = 0;

    memset(&decoder, 0, sizeof decoder);
    memset(&said, 0, sizeof said);
    memset(&progress, 0, sizeof progress);
    decoder.err = jpeg_std_error(&said.library);
    said.library.error_exit = leave;
    said.library.emit_message = take_message;
    said.library.output_message = print_nothing;
    said.error = error;
    said.warning = warning;
    warning[0] = 0;
    if (setjmp(said.escape)) {
        // What stands behind the last pixel may be damaged as it likes.
        if (!is_whole) {
            free(pixels);
            jpeg_destroy_decompress(&decoder);
            return 1;
        }
        if (warning[0] == 0) snprintf(warning, CIMAGE_ERROR_LENGTH, "%s", error);
    } else {
        jpeg_create_decompress(&decoder);
        progress.progress_monitor = limit_scans;
        decoder.progress = &progress;
        jpeg_mem_src(&decoder, (unsigned char *)bytes, (unsigned long)count);
        jpeg_read_header(&decoder, TRUE);
        refuse_size(&decoder, count, max_pixels, &said);
        int inks = choose_colours(&decoder, &said);
        decoder.dct_method = JDCT_ISLOW;
        jpeg_start_decompress(&decoder);

        size_t row_bytes = (size_t)decoder.output_width * (size_t)decoder.output_components;
        pixels = malloc(row_bytes * decoder.output_height);
        if (pixels == NULL) {
            snprintf(error, CIMAGE_ERROR_LENGTH, "no memory is left for the pixels");
            longjmp(said.escape, 1);
        }
        while (decoder.output_scanline < decoder.output_height) {
            JSAMPROW row = pixels + row_bytes * decoder.output_scanline;
            jpeg_read_scanlines(&decoder, &row, 1);
        }
        if (inks) inks_to_light(pixels, (size_t)decoder.output_width * decoder.output_height);
        image->width = (int)decoder.output_width;
        image->height = (int)decoder.output_height;
        image->channels = inks ? 3 : decoder.output_components;
        is_whole = !said.ended || has_every_scan(&decoder);
        if (!is_whole) {
            snprintf(error, CIMAGE_ERROR_LENGTH, "the file ends too early");
            longjmp(said.escape, 1);
        }
        // Looks for the end marker.
        jpeg_finish_decompress(&decoder);
    }
    jpeg_destroy_decompress(&decoder);
    image->pixels = pixels;
    return 0;
}
