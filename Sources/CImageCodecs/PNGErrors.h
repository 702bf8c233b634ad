// What libpng is to do with errors and warnings. Not part of the target's interface.
#pragma once

#include <png.h>

// Keeps the text in the error pointer, CIMAGE_ERROR_LENGTH bytes, and jumps back to the setjmp of the caller.
void cimage_png_error(png_structp png, png_const_charp message);

void cimage_png_warning(png_structp png, png_const_charp message);
