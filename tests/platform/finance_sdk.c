/*
 * A library with the interface of the vendor's archive library (会话内容存档, libWeWorkFinanceSdk_C), for the tests alone.
 *
 * Where the vendor's asks the platform, this one reads a folder, whose path is given in the place of the corp's id:
 *
 *   secret          what Init must be called with
 *   records         one JSON object in each line, with its "seq", in order
 *   floor           the lowest seq that is still kept; what is older is passed over without a word
 *   media/<id>      the bytes of a file; media/<id>.old: it is older than five days
 *   slice           how many bytes one call for a file gives; 524288 where there is none
 *   moods           one in each line: "<function> <what>"; the first that fits the call happens once, or, with a "!"
 *                   before it, for ever. <what> is an error code, "crash", "hang", "garbage", or for DecryptData
 *                   "crash-<key>": a crash at the record with this key
 *   calls           written here: every call with what it was asked for
 *   faults          written here: what a careful caller does not do
 *
 * What DecryptData takes apart is hexadecimal of (the magic and the plain text) under exclusive or with the key: as
 * good as the vendor's secret recipe for telling a right key from a wrong one.
 */
#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST 1000
#define SLICE 524288
#define MAGIC "plain:"

typedef struct { char folder[3000]; int ready; } WeWorkFinanceSdk_t;
typedef struct { char *buf; int len; } Slice_t;
typedef struct { char *outindexbuf; int out_len; char *data; int data_len; int is_finish; } MediaData_t;

static char home[3000]; /* DecryptData is given no handle */
static int handles, slices, media;

static void path_of(char *out, size_t size, const char *name) { snprintf(out, size, "%s/%s", home, name); }

static void note(const char *file, const char *what) {
    char path[4096];
    path_of(path, sizeof path, file);
    FILE *out = fopen(path, "a");
    if (!out) return;
    fprintf(out, "%s\n", what);
    fclose(out);
}

/* The whole of a file with a NUL behind it, to be freed; NULL where there is none. */
static char *whole(const char *name, long *size) {
    char path[4096];
    path_of(path, sizeof path, name);
    FILE *in = fopen(path, "rb");
    if (!in) return NULL;
    fseek(in, 0, SEEK_END);
    *size = ftell(in);
    rewind(in);
    char *found = malloc(*size + 1);
    *size = (long)fread(found, 1, *size, in);
    found[*size] = 0;
    fclose(in);
    return found;
}

static long number(const char *name, long otherwise) {
    long size;
    char *found = whole(name, &size);
    if (!found) return otherwise;
    long value = atol(found);
    free(found);
    return value;
}

/* Writes the moods anew without the line that has happened. */
static void forget_mood(const char *all, const char *line, size_t length) {
    char path[4096];
    path_of(path, sizeof path, "moods");
    FILE *out = fopen(path, "w");
    if (!out) return;
    fwrite(all, 1, line - all, out);
    const char *rest = line + length + (line[length] == '\n');
    fwrite(rest, 1, strlen(rest), out);
    fclose(out);
}

/* What happens to a call: 0 nothing, -1 garbage, else an error code. Crashes and hangs happen here. */
static int mood(const char *function, const char *key) {
    long size;
    char *all = whole("moods", &size);
    if (!all) return 0;
    int found = 0;
    for (char *line = all; *line && !found;) {
        size_t length = strcspn(line, "\n");
        char one[512] = "";
        if (length < sizeof one) memcpy(one, line, length);
        int always = one[0] == '!';
        char name[100] = "", what[400] = "";
        sscanf(one + always, "%99s %399s", name, what);
        int fits = !strcmp(name, function);
        if (fits && !strncmp(what, "crash-", 6)) fits = key && !strcmp(what + 6, key);
        if (fits) {
            if (!always) forget_mood(all, line, length);
            if (!strncmp(what, "crash", 5)) raise(SIGSEGV);
            if (!strcmp(what, "hang")) for (;;) pause();
            found = !strcmp(what, "garbage") ? -1 : atoi(what);
        }
        line += length + (line[length] == '\n');
    }
    free(all);
    return found;
}

WeWorkFinanceSdk_t *NewSdk(void) {
    handles++;
    return calloc(1, sizeof(WeWorkFinanceSdk_t));
}

void DestroySdk(WeWorkFinanceSdk_t *sdk) {
    handles--;
    free(sdk);
}

int Init(WeWorkFinanceSdk_t *sdk, const char *corpid, const char *secret) {
    if (!sdk || !corpid || !secret || strlen(corpid) >= sizeof home) return 10000;
    strcpy(home, corpid);
    strcpy(sdk->folder, corpid);
    note("calls", "Init");
    if (handles > 1) note("faults", "more than one handle in a process");
    int met = mood("Init", NULL);
    if (met) return met;
    long size;
    char *wanted = whole("secret", &size);
    int right = wanted && !strcmp(wanted, secret);
    free(wanted);
    sdk->ready = right;
    return right ? 0 : 10000;
}

Slice_t *NewSlice(void) {
    if (++slices > 1) note("faults", "a slice was not freed");
    return calloc(1, sizeof(Slice_t));
}

void FreeSlice(Slice_t *slice) {
    slices--;
    free(slice->buf);
    free(slice);
}

char *GetContentFromSlice(Slice_t *slice) { return slice->buf; }
int GetSliceLen(Slice_t *slice) { return slice->len; }

MediaData_t *NewMediaData(void) {
    if (++media > 1) note("faults", "a piece of a file was not freed");
    return calloc(1, sizeof(MediaData_t));
}

void FreeMediaData(MediaData_t *piece) {
    media--;
    free(piece->outindexbuf);
    free(piece->data);
    free(piece);
}

char *GetOutIndexBuf(MediaData_t *piece) { return piece->outindexbuf; }
char *GetData(MediaData_t *piece) { return piece->data; }
int GetIndexLen(MediaData_t *piece) { return piece->out_len; }
int GetDataLen(MediaData_t *piece) { return piece->data_len; }
int IsMediaDataFinish(MediaData_t *piece) { return piece->is_finish; }

static void fill(Slice_t *out, const char *content, size_t length) {
    out->buf = malloc(length + 1);
    memcpy(out->buf, content, length);
    out->buf[length] = 0;
    out->len = (int)length;
}

/* The records after a seq, as the platform's JSON, to be freed. */
static char *page(unsigned long long seq, unsigned int limit) {
    const char *head = "{\"errcode\":0,\"errmsg\":\"ok\",\"chatdata\":[";
    long size = 0;
    char *all = whole("records", &size), *out = malloc(size + strlen(head) + MOST + 16);
    size_t at = sprintf(out, "%s", head);
    unsigned long long floor = (unsigned long long)number("floor", 0);
    unsigned int taken = 0;
    for (char *line = all; line && *line && taken < limit;) {
        size_t length = strcspn(line, "\n");
        char *told = strstr(line, "\"seq\":");
        unsigned long long own = told && told < line + length ? strtoull(told + 6, NULL, 10) : 0;
        if (own > seq && own >= floor) {
            if (taken++) out[at++] = ',';
            memcpy(out + at, line, length);
            at += length;
        }
        line += length + (line[length] == '\n');
    }
    strcpy(out + at, "]}");
    free(all);
    return out;
}

int GetChatData(WeWorkFinanceSdk_t *sdk, unsigned long long seq, unsigned int limit, const char *proxy,
                const char *passwd, int timeout, Slice_t *out) {
    char told[600];
    snprintf(told, sizeof told, "GetChatData seq=%llu limit=%u proxy=%.200s passwd=%.200s", seq, limit,
             proxy ? proxy : "(null)", passwd ? passwd : "(null)");
    note("calls", told);
    if (!sdk || !sdk->ready || !out || !limit || limit > MOST) return 10000;
    if (!proxy || !passwd) note("faults", "a NULL in the place of an empty proxy");
    if (timeout <= 0) note("faults", "no time limit");
    int met = mood("GetChatData", NULL);
    if (met > 0) return met;
    if (met < 0) {
        fill(out, "<html>bad gateway</html>", 24);
        return 0;
    }
    char *found = page(seq, limit);
    fill(out, found, strlen(found));
    free(found);
    return 0;
}

static int digit(char c) { return isdigit((unsigned char)c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; }

int DecryptData(const char *encrypt_key, const char *encrypt_msg, Slice_t *out) {
    note("calls", "DecryptData");
    int met = mood("DecryptData", encrypt_key);
    if (met > 0) return met;
    size_t length = strlen(encrypt_msg) / 2, keys = strlen(encrypt_key), magic = strlen(MAGIC);
    if (!keys || strlen(encrypt_msg) % 2) return 10006;
    char *plain = malloc(length + 1);
    for (size_t i = 0; i < length; i++) {
        int high = digit(encrypt_msg[2 * i]), low = digit(encrypt_msg[2 * i + 1]);
        if (high < 0 || low < 0) {
            free(plain);
            return 10006;
        }
        plain[i] = (char)((high * 16 + low) ^ encrypt_key[i % keys]);
    }
    int right = length >= magic && !memcmp(plain, MAGIC, magic);
    if (right) fill(out, plain + magic, length - magic);
    free(plain);
    return right ? 0 : 10008;
}

int GetMediaData(WeWorkFinanceSdk_t *sdk, const char *indexbuf, const char *sdk_file_id, const char *proxy,
                 const char *passwd, int timeout, MediaData_t *out) {
    char told[600], name[300];
    snprintf(told, sizeof told, "GetMediaData %.200s %.200s", sdk_file_id ? sdk_file_id : "", indexbuf ? indexbuf : "");
    note("calls", told);
    if (!sdk || !sdk->ready || !sdk_file_id || !*sdk_file_id || !out) return 10000;
    if (!indexbuf || !proxy || !passwd) note("faults", "a NULL in the place of an empty text");
    if (timeout <= 0) note("faults", "no time limit");
    int met = mood("GetMediaData", NULL);
    if (met > 0) return met;
    if (strchr(sdk_file_id, '/') || strlen(sdk_file_id) > 200) return 10005;
    long size, start = 0, step = number("slice", SLICE);
    snprintf(name, sizeof name, "media/%s.old", sdk_file_id);
    char *old = whole(name, &size);
    free(old);
    if (old) return 10010;
    snprintf(name, sizeof name, "media/%s", sdk_file_id);
    char *all = whole(name, &size);
    if (!all) return 10005;
    if (indexbuf && *indexbuf && sscanf(indexbuf, "Range:bytes=%ld-", &start) != 1) {
        free(all);
        return 10000;
    }
    long length = size - start < step ? size - start : step;
    out->data = malloc(length + 1);
    memcpy(out->data, all + start, length);
    out->data_len = (int)length;
    out->outindexbuf = malloc(100);
    out->out_len = sprintf(out->outindexbuf, "Range:bytes=%ld-%ld", start + length, start + length + step - 1);
    out->is_finish = start + length >= size;
    free(all);
    return 0;
}
