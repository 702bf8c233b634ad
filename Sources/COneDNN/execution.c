// Memories and compiled primitives.
#include "internal.h"

#if ONEDNN_IS_SUPPORTED

int onednn_argument(onednn_role role) {
    static const int arguments[ONEDNN_ROLES] = {
        [onednn_role_source] = DNNL_ARG_SRC,
        [onednn_role_source2] = DNNL_ARG_SRC_1,
        [onednn_role_destination] = DNNL_ARG_DST,
        [onednn_role_weights] = DNNL_ARG_WEIGHTS,
        [onednn_role_bias] = DNNL_ARG_BIAS,
        [onednn_role_workspace] = DNNL_ARG_WORKSPACE,
        [onednn_role_scratchpad] = DNNL_ARG_SCRATCHPAD,
        [onednn_role_source_gradient] = DNNL_ARG_DIFF_SRC,
        [onednn_role_destination_gradient] = DNNL_ARG_DIFF_DST,
        [onednn_role_weights_gradient] = DNNL_ARG_DIFF_WEIGHTS,
        [onednn_role_bias_gradient] = DNNL_ARG_DIFF_BIAS,
    };
    return arguments[role];
}

int onednn_wrap_memory(dnnl_status_t status, dnnl_memory_t handle, onednn_memory **result) {
    if (status != dnnl_success) return status;
    onednn_memory *memory = calloc(1, sizeof *memory);
    if (!memory) {
        dnnl_memory_destroy(handle);
        return dnnl_out_of_memory;
    }
    memory->handle = handle;
    *result = memory;
    return dnnl_success;
}

int onednn_memory_move(onednn_memory *memory, void *bytes) { return dnnl_memory_set_data_handle(memory->handle, bytes); }

void onednn_memory_destroy(onednn_memory *memory) {
    if (!memory) return;
    dnnl_memory_destroy(memory->handle);
    free(memory);
}

int onednn_primitive_create(const onednn_descriptor *descriptor, onednn_primitive **result) {
    onednn_primitive *primitive = calloc(1, sizeof *primitive);
    if (!primitive) return dnnl_out_of_memory;
    dnnl_status_t status = dnnl_primitive_create(&primitive->handle, descriptor->handle);
    if (status != dnnl_success) {
        free(primitive);
        return status;
    }
    *result = primitive;
    return dnnl_success;
}

int onednn_primitive_bind(onednn_primitive *primitive, onednn_role role, onednn_memory *memory) {
    int argument = onednn_argument(role);
    for (int i = 0; i < primitive->count; i++) {
        if (primitive->arguments[i].arg == argument) {
            primitive->arguments[i].memory = memory->handle;
            return dnnl_success;
        }
    }
    if (primitive->count == ONEDNN_ROLES) return dnnl_invalid_arguments;
    primitive->arguments[primitive->count++] = (dnnl_exec_arg_t) {argument, memory->handle};
    return dnnl_success;
}

int onednn_primitive_execute(const onednn_primitive *primitive, onednn_context *context) {
    return dnnl_primitive_execute(primitive->handle, context->stream, primitive->count, primitive->arguments);
}

void onednn_primitive_destroy(onednn_primitive *primitive) {
    if (!primitive) return;
    dnnl_primitive_destroy(primitive->handle);
    free(primitive);
}

#endif
