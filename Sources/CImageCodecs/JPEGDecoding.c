#include <stdio.h>
#include <stdlib.h>
#include <turbojpeg.h>

#include "CImageCodecs.h"

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

static int fail(tjhandle decoder, uint8_t *pixels, char *error) {
    snprintf(error, CIMAGE_ERROR_LENGTH, "%s", tjGetErrorStr2(decoder));
    free(pixels);
    tjDestroy(decoder);
    return 1;
}

int cimage_decode_jpeg(const uint8_t *bytes, size_t count, int64_t max_pixels, cimage_pixels *image, char *error) {
    tjhandle decoder = tjInitDecompress();
    if (decoder == NULL) {
        snprintf(error, CIMAGE_ERROR_LENGTH, "no memory is left");
        return 1;
    }
    int width, height, subsampling, colours;
    if (tjDecompressHeader3(decoder, bytes, count, &width, &height, &subsampling, &colours) != 0) {
        return fail(decoder, NULL, error);
    }
    // A height of 0 says that it comes later (a DNL marker), which the library does not read.
    if (width <= 0 || height <= 0) {
        snprintf(error, CIMAGE_ERROR_LENGTH, "the header says %d x %d pixels", width, height);
        tjDestroy(decoder);
        return 1;
    }
    if ((int64_t)width > max_pixels / height) {
        snprintf(error, CIMAGE_ERROR_LENGTH, "%d x %d pixels are more than the limit of %lld", width, height,
                 (long long)max_pixels);
        tjDestroy(decoder);
        return 1;
    }
    // Each block of 8 x 8 pixels needs a bit at least; a large image that has fewer gets no memory. (Arithmetic coding could do with
    // less, but nobody stores large empty images in it.)
    int64_t pixels_in_header = (int64_t)width * height;
    if (pixels_in_header > 1 << 22 && pixels_in_header / 512 > (int64_t)count) {
        snprintf(error, CIMAGE_ERROR_LENGTH, "the file ends too early for %d x %d pixels", width, height);
        tjDestroy(decoder);
        return 1;
    }
    int inks = colours == TJCS_CMYK || colours == TJCS_YCCK;
    int format = inks ? TJPF_CMYK : colours == TJCS_GRAY ? TJPF_GRAY : TJPF_RGB;
    int channels = tjPixelSize[format];
    size_t pixel_count = (size_t)width * (size_t)height;
    uint8_t *pixels = malloc(pixel_count * (size_t)channels);
    if (pixels == NULL) {
        snprintf(error, CIMAGE_ERROR_LENGTH, "no memory is left for the pixels");
        tjDestroy(decoder);
        return 1;
    }
    // A file that was cut off is only a warning to the library, and would come back with a grey lower half. A progressive file
    // may hold thousands of empty scans that keep a processor busy for minutes.
    int flags = TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS | TJFLAG_ACCURATEDCT;
    if (tjDecompress2(decoder, bytes, count, pixels, width, 0, height, format, flags) != 0) {
        return fail(decoder, pixels, error);
    }
    if (inks) inks_to_light(pixels, pixel_count);
    tjDestroy(decoder);
    image->width = width;
    image->height = height;
    image->channels = inks ? 3 : channels;
    image->pixels = pixels;
    return 0;
}
