// Which versions of the library will do.
#include "internal.h"

#if !ONEDNN_IS_SUPPORTED
#error "Twinscope needs oneDNN 2.4 or newer, and this system has an older one: build on Debian 12, Ubuntu 24.04 or a later release"
#endif

// Since a file with nothing in it is not C.
typedef int onednn_is_supported;
