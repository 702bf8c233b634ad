#include "PNGErrors.h"

#include <stdio.h>

#include "CImageCodecs.h"

void cimage_png_error(png_structp png, png_const_charp message) {
    snprintf(png_get_error_ptr(png), CIMAGE_ERROR_LENGTH, "%s", message);
    png_longjmp(png, 1);
}

void cimage_png_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}
