// What libpng is to do with errors and warnings. Not part of the target's interface.
#pragma once

#include <png.h>

// What the library's callbacks know of the caller: where texts go, of CIMAGE_ERROR_LENGTH bytes each. `warning` may be NULL.
typedef struct {
    char *error;
    char *warning;
} cimage_png_messages;

// Writes the message to `error` and leaves.
void cimage_png_error(png_structp png, png_const_charp message);

// Keeps the first warning: no pixel knows of what the library warns of.
void cimage_png_warning(png_structp png, png_const_charp message);
