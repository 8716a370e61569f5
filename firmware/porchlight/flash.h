// Constant tables live in flash on the AVR, where RAM is short; elsewhere they are plain memory.
#pragma once

#include <stdint.h>

#ifdef __AVR__
#include <avr/pgmspace.h>
inline char flashChar(const char* at) { return static_cast<char>(pgm_read_byte(at)); }
inline int16_t flashWord(const int16_t* at) { return static_cast<int16_t>(pgm_read_word(at)); }
inline uint32_t flashLong(const uint32_t* at) { return pgm_read_dword(at); }
#else
#define PROGMEM
inline uint32_t flashLong(const uint32_t* at) { return *at; }
inline char flashChar(const char* at) { return *at; }
inline int16_t flashWord(const int16_t* at) { return *at; }
#endif

// Of texts that stand one after the other, each with its own end.
inline const char* nthText(const char* texts, uint8_t n) {
  for (; n > 0; n--) {
    while (flashChar(texts++) != 0) {
    }
  }
  return texts;
}
