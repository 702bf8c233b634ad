#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "CImageCodecs.h"

static int fail(z_stream *stream, cimage_bytes *inflated, char *error, const char *message) {
    snprintf(error, CIMAGE_ERROR_LENGTH, "%s", message);
    inflateEnd(stream);
    free(inflated->bytes);
    memset(inflated, 0, sizeof *inflated);
    return 1;
}

static int inflate_all(
    int window_bits, const uint8_t *bytes, size_t count, size_t limit, cimage_bytes *inflated, char *error) {
    memset(inflated, 0, sizeof *inflated);
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (inflateInit2(&stream, window_bits) != Z_OK) {
        snprintf(error, CIMAGE_ERROR_LENGTH, "no memory is left");
        return 1;
    }
    if (count > UINT32_MAX) return fail(&stream, inflated, error, "the file is longer than 4 GiB");
    stream.next_in = (uint8_t *)bytes;
    stream.avail_in = (uInt)count;
    int status = Z_OK;
    while (status != Z_STREAM_END) {
        if (inflated->count == inflated->capacity) {
            if (inflated->capacity >= limit) return fail(&stream, inflated, error, "it is longer than the limit once inflated");
            size_t capacity = inflated->capacity == 0 ? count * 4 + 1024 : inflated->capacity * 2;
            if (capacity > limit) capacity = limit;
            uint8_t *larger = realloc(inflated->bytes, capacity);
            if (larger == NULL) return fail(&stream, inflated, error, "no memory is left");
            inflated->bytes = larger;
            inflated->capacity = capacity;
        }
        size_t room = inflated->capacity - inflated->count;
        if (room > 1u << 30) room = 1u << 30;
        stream.next_out = inflated->bytes + inflated->count;
        stream.avail_out = (uInt)room;
        status = inflate(&stream, Z_NO_FLUSH);
        inflated->count += room - stream.avail_out;
        if (status == Z_BUF_ERROR && stream.avail_in == 0) return fail(&stream, inflated, error, "the file ends too early");
        if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) {
            return fail(&stream, inflated, error, stream.msg != NULL ? stream.msg : "the compressed data is damaged");
        }
        if (status == Z_OK && stream.avail_in == 0 && stream.avail_out != 0) {
            return fail(&stream, inflated, error, "the file ends too early");
        }
    }
    inflateEnd(&stream);
    return 0;
}

int cimage_inflate_gzip(const uint8_t *bytes, size_t count, size_t limit, cimage_bytes *inflated, char *error) {
    // 15 bits of window; 16 more ask for gzip's header.
    return inflate_all(15 + 16, bytes, count, limit, inflated, error);
}

int cimage_inflate_deflate(const uint8_t *bytes, size_t count, size_t limit, cimage_bytes *inflated, char *error) {
    // A negative window means that there is no header.
    return inflate_all(-15, bytes, count, limit, inflated, error);
}

uint32_t cimage_crc32(const uint8_t *bytes, size_t count) {
    return (uint32_t)crc32_z(crc32_z(0, Z_NULL, 0), bytes, count);
}
