// SPDX-License-Identifier: Apache-2.0
// What --require loads before the application. The environment says which instrumentations run and where data goes.
'use strict';

require('@opentelemetry/auto-instrumentations-node/register');
