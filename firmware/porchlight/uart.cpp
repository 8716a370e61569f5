#include "uart.h"

#ifdef __AVR__

#include <avr/interrupt.h>
#include <avr/io.h>
#include <util/atomic.h>

namespace {

const uint8_t kRoom = 64;

char received[kRoom];
volatile uint8_t receivedIn;
volatile uint8_t receivedOut;
const char* volatile toSend;
volatile uint8_t left;
bool hasSent;

}  // namespace

ISR(USART_RX_vect) {
  char byte = static_cast<char>(UDR0);
  uint8_t next = (receivedIn + 1) % kRoom;
  if (next != receivedOut) {  // else the line is spoilt, which its checksum shows
    received[receivedIn] = byte;
    receivedIn = next;
  }
}

ISR(USART_UDRE_vect) {
  UDR0 = static_cast<uint8_t>(*toSend);
  UCSR0A = _BV(U2X0) | _BV(TXC0);
  toSend++;
  if (--left == 0) {
    UCSR0B &= static_cast<uint8_t>(~_BV(UDRIE0));
  }
}

void Uart::begin(bool isSlow) {
  UCSR0A = _BV(U2X0);
  UBRR0 = isSlow ? 207 : 16;  // 16 MHz / 8 / (1 + that): off by 0.2 % and 2.1 %
  UCSR0C = _BV(UCSZ01) | _BV(UCSZ00);
  UCSR0B = _BV(RXEN0) | _BV(TXEN0) | _BV(RXCIE0);
  hasSent = false;
}

bool Uart::isFree() { return left == 0; }

bool Uart::isSilent() { return !hasSent || (left == 0 && (UCSR0A & _BV(TXC0)) != 0); }

void Uart::send(const char* bytes, uint8_t length) {
  ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
    toSend = bytes;
    left = length;
    hasSent = true;
    UCSR0B |= _BV(UDRIE0);
  }
}

int16_t Uart::take() {
  if (receivedOut == receivedIn) {
    return -1;
  }
  uint8_t byte = static_cast<uint8_t>(received[receivedOut]);
  receivedOut = (receivedOut + 1) % kRoom;
  return byte;
}

#endif
