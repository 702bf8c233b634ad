// The one door to libpng, libjpeg and zlib (which libpng brings): bytes in, pixels out, an error text.
// Their longjmp and error callbacks stay inside this target.
#pragma once

#include <stddef.h>
#include <stdint.h>

#define CIMAGE_ERROR_LENGTH 200

// Decoded pixels, 8 bits a channel, rows from the top, channels interleaved: 1 grey or 3 RGB. What is transparent lies on white.
// `pixels` belongs to the caller, who gives it back to `cimage_free`.
typedef struct {
    int width;
    int height;
    int channels;
    uint8_t *pixels;
} cimage_pixels;

// Bytes of any kind; `bytes` belongs to the caller, who gives it back to `cimage_free`.
typedef struct {
    uint8_t *bytes;
    size_t count;
    size_t capacity;
} cimage_bytes;

// All answer 0 for success; otherwise `error` holds a text of less than CIMAGE_ERROR_LENGTH bytes and nothing needs freeing.
// An image of more than `max_pixels` is refused before memory is taken for it, and so is one of which a part is lost. What is wrong with a
// file but costs no pixel is told in `warning`, which is empty where nothing is, and as long as `error`.
int cimage_decode_png(
    const uint8_t *bytes, size_t count, int64_t max_pixels, cimage_pixels *image, char *error, char *warning);
int cimage_decode_jpeg(
    const uint8_t *bytes, size_t count, int64_t max_pixels, cimage_pixels *image, char *error, char *warning);

// `channels` is 1 or 3, `bit_depth` is 8, or 1 for grey: then each byte of `pixels` is 0 (black) or not (white).
int cimage_encode_png(
    const uint8_t *pixels, int width, int height, int channels, int bit_depth, cimage_bytes *encoded, char *error);

// `limit` is the most that may come out.
int cimage_inflate_gzip(const uint8_t *bytes, size_t count, size_t limit, cimage_bytes *inflated, char *error);

// The same for deflated bytes without any header, as zip files hold them.
int cimage_inflate_deflate(const uint8_t *bytes, size_t count, size_t limit, cimage_bytes *inflated, char *error);

// The checksum that zip and gzip keep of what they hold.
uint32_t cimage_crc32(const uint8_t *bytes, size_t count);

// What `sha256sum` says of them. `bytes` may be NULL where `count` is 0.
void cimage_sha256(const uint8_t *bytes, size_t count, uint8_t digest[32]);

void cimage_free(void *memory);
