// Throttler and prometheus are CommonJS and require() Nest, which is ESM: jest refuses that
// unless Nest has been linked whole before them.
import 'reflect-metadata';
import '@nestjs/common';
import '@nestjs/core';
