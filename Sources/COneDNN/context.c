// Statuses, versions, and the processor with its stream.
#include "internal.h"

#if ONEDNN_IS_SUPPORTED

const char *onednn_status_text(int status) { return dnnl_status2str((dnnl_status_t)status); }

void onednn_version(int *major, int *minor, int *patch) {
    const dnnl_version_t *version = dnnl_version();
    *major = version->major;
    *minor = version->minor;
    *patch = version->patch;
}

// Sets of instructions are sets of bits: those of newer processors, some of which older versions of the library do not know by name,
// contain the older ones.
static bool has_instructions(unsigned set) { return ((unsigned)dnnl_get_effective_cpu_isa() & set) == set; }

bool onednn_multiplies_bfloat16(void) { return has_instructions(dnnl_cpu_isa_avx512_core_bf16); }

const char *onednn_instruction_set(void) {
    static const struct {
        unsigned set;
        const char *name;
    } known[] = {
        {dnnl_cpu_isa_avx512_core_amx, "AVX-512 with AMX"},
        {dnnl_cpu_isa_avx512_core_bf16, "AVX-512 with bfloat16"},
        {dnnl_cpu_isa_avx512_core_vnni, "AVX-512 with VNNI"},
        {dnnl_cpu_isa_avx512_core, "AVX-512"},
        {dnnl_cpu_isa_avx2_vnni, "AVX2 with VNNI"},
        {dnnl_cpu_isa_avx2, "AVX2"},
        {dnnl_cpu_isa_avx, "AVX"},
        {dnnl_cpu_isa_sse41, "SSE 4.1"},
    };
    for (size_t place = 0; place < sizeof known / sizeof known[0]; place++)
        if (has_instructions(known[place].set)) return known[place].name;
    return "another";
}

int onednn_context_create(onednn_context **result) {
    onednn_context *context = calloc(1, sizeof *context);
    if (!context) return dnnl_out_of_memory;
    dnnl_status_t status = dnnl_engine_create(&context->engine, dnnl_cpu, 0);
    if (status == dnnl_success) status = dnnl_stream_create(&context->stream, context->engine, dnnl_stream_default_flags);
    if (status != dnnl_success) {
        onednn_context_destroy(context);
        return status;
    }
    *result = context;
    return dnnl_success;
}

void onednn_context_destroy(onednn_context *context) {
    if (!context) return;
    if (context->stream) dnnl_stream_destroy(context->stream);
    if (context->engine) dnnl_engine_destroy(context->engine);
    free(context);
}

int onednn_context_wait(onednn_context *context) { return dnnl_stream_wait(context->stream); }

#endif
