// Generated from the YAML files of spec/; change those and run `npm run generate`.

export interface paths {
    "/_matrix/client/v3/pushers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the user's pushers */
        get: operations["getPushers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/pushers/set": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create, update or delete a pusher
         * @description User, app ID and pushkey identify a pusher. The kind null deletes it; any other kind creates or updates it.
         */
        post: operations["setPusher"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the events that the user was notified about, newest first */
        get: operations["getNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/pushrules/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read all push rules */
        get: operations["getPushRules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/pushrules/global/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read all push rules, without the global property around them
         * @description Before v1.12 this was the general path for one scope, described only in prose.
         */
        get: operations["getGlobalPushRules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/pushrules/global/{kind}/{ruleId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: components["parameters"]["kind"];
                ruleId: components["parameters"]["ruleId"];
            };
            cookie?: never;
        };
        /** Read one push rule */
        get: operations["getPushRule"];
        /**
         * Create or update a push rule
         * @description A new rule is enabled, and by default has the highest priority among the user's rules of its kind.
         */
        put: operations["putPushRule"];
        post?: never;
        /** Delete a push rule of the user */
        delete: operations["deletePushRule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/pushrules/global/{kind}/{ruleId}/enabled": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: components["parameters"]["kind"];
                ruleId: components["parameters"]["ruleId"];
            };
            cookie?: never;
        };
        /** Read whether a push rule is enabled */
        get: operations["getPushRuleEnabled"];
        /** Enable or disable a push rule */
        put: operations["putPushRuleEnabled"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/pushrules/global/{kind}/{ruleId}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: components["parameters"]["kind"];
                ruleId: components["parameters"]["ruleId"];
            };
            cookie?: never;
        };
        /** Read the actions of a push rule */
        get: operations["getPushRuleActions"];
        /** Change the actions of a push rule, which may be a server-default rule */
        put: operations["putPushRuleActions"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get new events, waiting for them if necessary */
        get: operations["sync"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/rooms/{roomId}/receipt/{receiptType}/{eventId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
                /** @description `m.read`; since v1.4 also `m.read.private` and `m.fully_read` */
                receiptType: "m.read" | "m.read.private" | "m.fully_read";
                eventId: components["parameters"]["eventId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark everything up to an event as read */
        post: operations["postReceipt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/rooms/{roomId}/read_markers": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set the read marker, and receipts with it */
        post: operations["postReadMarkers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/user/{userId}/account_data/{type}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: components["parameters"]["userId"];
                type: string;
            };
            cookie?: never;
        };
        /** Read an account data event of the user */
        get: operations["getAccountData"];
        /**
         * Set an account data event of the user
         * @description Types that the server manages, including `m.push_rules` since v1.10, get status 405.
         */
        put: operations["putAccountData"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/user/{userId}/rooms/{roomId}/account_data/{type}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: components["parameters"]["userId"];
                roomId: components["parameters"]["roomId"];
                type: string;
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Set an account data event of the user for one room
         * @description Types that the server manages, including `m.push_rules` since v1.10, get status 405.
         */
        put: operations["putRoomAccountData"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the versions of the specification that the server supports */
        get: operations["getVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the ways to log in */
        get: operations["getLoginFlows"];
        put?: never;
        /** Log in */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End this session */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/logout/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End all sessions of the user */
        post: operations["logoutAll"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create an account */
        post: operations["register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/account/whoami": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the owner of the access token */
        get: operations["whoami"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/account/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change the user's password */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/createRoom": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a room */
        post: operations["createRoom"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/join/{roomIdOrAlias}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomIdOrAlias: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Join a room by ID or alias */
        post: operations["joinRoomByIdOrAlias"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/joined_rooms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the rooms that the user has joined */
        get: operations["getJoinedRooms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/rooms/{roomId}/join": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Join a room by ID */
        post: operations["joinRoom"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/rooms/{roomId}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave a room, or decline an invite */
        post: operations["leaveRoom"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/rooms/{roomId}/upgrade": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replace a room by a new one of another version */
        post: operations["upgradeRoom"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/rooms/{roomId}/invite": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Invite a user to a room */
        post: operations["inviteUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/rooms/{roomId}/kick": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Kick a user out of a room */
        post: operations["kickUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/rooms/{roomId}/ban": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ban a user from a room */
        post: operations["banUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/rooms/{roomId}/forget": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Forget a room that the user is no longer in */
        post: operations["forgetRoom"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/rooms/{roomId}/joined_members": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
            };
            cookie?: never;
        };
        /** List the members of a room */
        get: operations["getJoinedMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
                eventType: components["parameters"]["eventType"];
                txnId: components["parameters"]["txnId"];
            };
            cookie?: never;
        };
        get?: never;
        /** Send an event to a room */
        put: operations["sendEvent"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/rooms/{roomId}/redact/{eventId}/{txnId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
                eventId: components["parameters"]["eventId"];
                txnId: components["parameters"]["txnId"];
            };
            cookie?: never;
        };
        get?: never;
        /** Redact an event */
        put: operations["redactEvent"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/rooms/{roomId}/state": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
            };
            cookie?: never;
        };
        /** Read the whole state of a room */
        get: operations["getRoomState"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/rooms/{roomId}/state/{eventType}/{stateKey}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
                eventType: components["parameters"]["eventType"];
                /** @description May be empty; then the slash before it may be omitted too */
                stateKey: string;
            };
            cookie?: never;
        };
        /** Read one state event of a room */
        get: operations["getStateWithKey"];
        /** Set one state event of a room */
        put: operations["setStateWithKey"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/profile/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        /** Read a user's profile */
        get: operations["getProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/profile/{userId}/displayname": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        get?: never;
        /** Change the user's display name */
        put: operations["setDisplayName"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/_matrix/client/v3/directory/room/{roomAlias}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomAlias: string;
            };
            cookie?: never;
        };
        get?: never;
        /** Create an alias of a room */
        put: operations["setRoomAlias"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Reason why a request was refused */
        MatrixError: {
            /** @description Machine-readable code, such as `M_FORBIDDEN` */
            errcode: string;
            /** @description Human-readable message */
            error?: string;
        } & {
            [key: string]: unknown;
        };
        RateLimitError: {
            /** @description Milliseconds to wait; since v1.10 the `Retry-After` header should contain the time too */
            retry_after_ms?: number;
        } & components["schemas"]["MatrixError"];
        /** @description The stage of user-interactive authentication that the client completes with this request */
        AuthenticationData: {
            type?: string;
            session?: string;
        } & {
            [key: string]: unknown;
        };
        /** @description Flows of user-interactive authentication, or an ordinary error */
        AuthenticationNeeded: ({
            errcode?: string;
            error?: string;
            session?: string;
            completed?: string[];
            params?: {
                [key: string]: unknown;
            };
            flows?: {
                stages: string[];
            }[];
        } & {
            [key: string]: unknown;
        }) | unknown | unknown;
        /** @description Data of the pusher; everything except the URL is forwarded to the gateway */
        PusherData: {
            /**
             * Format: uri
             * @description URL of the gateway of an http pusher; HTTPS, with the path `/_matrix/push/v1/notify`
             */
            url?: string;
            /** @description `event_id_only` to send no content of the event to the gateway; absent for the full format */
            format?: string;
        } & {
            [key: string]: unknown;
        };
        /** @description Pusher as the server lists it */
        Pusher: {
            /** @description Identifier of the device at the gateway; at most 512 bytes */
            pushkey: string;
            /** @description At most 64 characters */
            app_id: string;
            /** @description `http`, `email` or a custom kind of the server */
            kind: string;
            app_display_name: string;
            device_display_name: string;
            /** @description Obsolete name of a set of rules for devices */
            profile_tag?: string;
            /** @description Language of notifications, such as `en` */
            lang: string;
            data: components["schemas"]["PusherData"];
        };
        /** @description Pusher to create, update or delete; up to v1.5 all properties except the profile tag and `append` are required */
        SetPusher: {
            pushkey: string;
            app_id: string;
            /** @description Null deletes the pusher; it is in the schema since v1.6 */
            kind: string | null;
            app_display_name?: string;
            device_display_name?: string;
            profile_tag?: string;
            lang?: string;
            data?: components["schemas"]["PusherData"];
            /** @description True if other users keep their pushers with this app ID and pushkey; false by default */
            append?: boolean;
        } & {
            [key: string]: unknown;
        };
        /** @description Notification of the user about an event */
        NotificationItem: {
            actions: components["schemas"]["Action"][];
            event: components["schemas"]["ClientEvent"];
            profile_tag?: string;
            /** @description True if a receipt of the user covers the event */
            read: boolean;
            room_id: string;
            /**
             * Format: int64
             * @description Time of the notification, in Unix milliseconds
             */
            ts: number;
        };
        /** @description Rule to create or update; its kind and ID are in the path */
        PutPushRule: {
            actions: components["schemas"]["Action"][];
            conditions?: components["schemas"]["PushCondition"][];
            pattern?: string;
        } & {
            [key: string]: unknown;
        };
        PushRuleEnabled: {
            enabled: boolean;
        };
        PushRuleActions: {
            actions: components["schemas"]["Action"][];
        };
        /** @description State event with its room ID */
        RoomStateEvent: WithRequired<components["schemas"]["ClientEvent"], "room_id" | "state_key">;
        /** @description Numbers of unread notifications; an absent count is zero */
        UnreadCounts: {
            /** @description All unread notifications */
            notification_count?: number;
            /** @description Unread notifications with a highlight tweak */
            highlight_count?: number;
        };
        Timeline: {
            events?: components["schemas"]["ClientEvent"][];
            /** @description True if events between the last sync and these are omitted */
            limited?: boolean;
            prev_batch?: string;
        };
        State: {
            events?: components["schemas"]["ClientEvent"][];
        };
        Events: {
            events?: components["schemas"]["Event"][];
        };
        /** @description New events of a room that the user has joined */
        JoinedRoom: {
            summary?: {
                [key: string]: unknown;
            };
            state?: components["schemas"]["State"];
            timeline?: components["schemas"]["Timeline"];
            ephemeral?: components["schemas"]["Events"];
            account_data?: components["schemas"]["Events"];
            /** @description Counts of the whole room, or of its main timeline if the filter requests counts by thread */
            unread_notifications?: components["schemas"]["UnreadCounts"];
            /** @description Counts by the root event of the thread, if the filter requests them */
            unread_thread_notifications?: {
                [key: string]: components["schemas"]["UnreadCounts"];
            };
        };
        InvitedRoom: {
            invite_state?: {
                events?: components["schemas"]["StrippedStateEvent"][];
            };
        };
        LeftRoom: {
            state?: components["schemas"]["State"];
            timeline?: components["schemas"]["Timeline"];
            account_data?: components["schemas"]["Events"];
        };
        /** @description New events since the last sync */
        SyncResponse: {
            /** @description Value of `since` for the next request */
            next_batch: string;
            rooms?: {
                join?: {
                    [key: string]: components["schemas"]["JoinedRoom"];
                };
                invite?: {
                    [key: string]: components["schemas"]["InvitedRoom"];
                };
                leave?: {
                    [key: string]: components["schemas"]["LeftRoom"];
                };
            };
            presence?: components["schemas"]["Events"];
            account_data?: components["schemas"]["Events"];
            to_device?: {
                [key: string]: unknown;
            };
            device_lists?: {
                [key: string]: unknown;
            };
            device_one_time_keys_count?: {
                [key: string]: number;
            };
        };
        /**
         * Action
         * @description Action for an event that a push rule matches: a string if it has no parameters (`notify`), or else an object. The only object that is defined is the tweak.
         */
        Action: string | ({
            /** @description Name of the tweak, such as `sound` or `highlight` */
            set_tweak?: string;
            /** @description Value of the tweak; true by default for `highlight` */
            value?: unknown;
        } & {
            [key: string]: unknown;
        });
        /**
         * PushCondition
         * @description Condition of an override or underride rule.
         */
        PushCondition: {
            /** @description Kind of the condition; an unknown one never matches */
            kind: string;
            /** @description Path of a property of the event, or for `sender_notification_permission` the kind of notification that requires a power level */
            key?: string;
            /** @description Glob for `event_match` */
            pattern?: string;
            /** @description Number with an optional operator before it, for `room_member_count` */
            is?: string;
            /** @description Exact value for `event_property_is` and `event_property_contains` */
            value?: string | number | boolean | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * PushRule
         * @description Push rule with its actions.
         */
        PushRule: {
            /** @description Unique within its kind; the room ID for room rules, the user ID for sender rules */
            rule_id: string;
            /** @description True for a server-default rule */
            default: boolean;
            /** @description True if the rule is enabled */
            enabled: boolean;
            actions: components["schemas"]["Action"][];
            /** @description Only for override and underride rules; all must hold, so an empty list matches every event */
            conditions?: components["schemas"]["PushCondition"][];
            /** @description Only for content rules; a glob for the body of a message */
            pattern?: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * Ruleset
         * @description Push rules of a user by kind, each list by descending priority.
         */
        Ruleset: {
            override?: components["schemas"]["PushRule"][];
            content?: components["schemas"]["PushRule"][];
            room?: components["schemas"]["PushRule"][];
            sender?: components["schemas"]["PushRule"][];
            underride?: components["schemas"]["PushRule"][];
        };
        /**
         * ClientEvent
         * @description Event of a room as clients receive it. The room ID is omitted if the position in the response implies it, as in sync.
         */
        ClientEvent: {
            /** @description Type of the event, such as `m.room.message` */
            type: string;
            /** @description Content of the event, which depends on the type */
            content: {
                [key: string]: unknown;
            };
            /** @description User ID of the sender */
            sender: string;
            /** @description ID of the event */
            event_id: string;
            /**
             * Format: int64
             * @description Time at which the sender's server created the event, in Unix milliseconds
             */
            origin_server_ts: number;
            /** @description ID of the room */
            room_id?: string;
            /** @description Key of a state event among those of its type; absent from other events */
            state_key?: string;
            /** @description ID of the redacted event; only on redactions in rooms up to version 10 */
            redacts?: string;
            /** @description Data that the server adds without signing it */
            unsigned?: {
                /** @description Time since the event was sent, in milliseconds */
                age?: number;
                /** @description Transaction ID of the client, if this client sent the event */
                transaction_id?: string;
                /** @description Redaction of this event */
                redacted_because?: {
                    [key: string]: unknown;
                };
            } & {
                [key: string]: unknown;
            };
        };
        /**
         * Event
         * @description Properties of every event; account data and ephemeral events have no others.
         */
        Event: {
            /** @description Type of the event, such as `m.room.message` */
            type: string;
            /** @description Content of the event, which depends on the type */
            content: {
                [key: string]: unknown;
            };
        };
        /**
         * StrippedStateEvent
         * @description Stripped state event, as invited users receive it.
         */
        StrippedStateEvent: {
            type: string;
            content: {
                [key: string]: unknown;
            };
            sender: string;
            state_key: string;
        };
    };
    responses: {
        /** @description Success, without content */
        Done: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        /** @description Requested content */
        Content: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        /** @description The ID of the room */
        Room: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    room_id: string;
                };
            };
        };
        /** @description The ID of the event */
        SentEvent: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    event_id: string;
                };
            };
        };
        /** @description The request was refused */
        Error: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "errcode": "M_MISSING_PARAM",
                 *       "error": "There is no pushkey"
                 *     }
                 */
                "application/json": components["schemas"]["MatrixError"];
            };
        };
        /** @description The resource does not exist */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "errcode": "M_NOT_FOUND",
                 *       "error": "There is no such rule"
                 *     }
                 */
                "application/json": components["schemas"]["MatrixError"];
            };
        };
        /** @description Too many requests; try again later */
        RateLimited: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "errcode": "M_LIMIT_EXCEEDED",
                 *       "retry_after_ms": 2000
                 *     }
                 */
                "application/json": components["schemas"]["RateLimitError"];
            };
        };
        /** @description Authentication is required, or the access token is invalid */
        AuthenticationNeeded: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "session": "abc",
                 *       "flows": [
                 *         {
                 *           "stages": [
                 *             "m.login.dummy"
                 *           ]
                 *         }
                 *       ],
                 *       "params": {}
                 *     }
                 */
                "application/json": components["schemas"]["AuthenticationNeeded"];
            };
        };
    };
    parameters: {
        kind: "override" | "content" | "room" | "sender" | "underride";
        ruleId: string;
        roomId: string;
        userId: string;
        eventId: string;
        eventType: string;
        txnId: string;
    };
    requestBodies: {
        Anything: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        EventContent: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        Member: {
            content: {
                "application/json": {
                    user_id: string;
                    reason?: string;
                };
            };
        };
    };
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getPushers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All pushers of the user, from all devices */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "pushers": [
                     *         {
                     *           "pushkey": "bWluZQ==",
                     *           "app_id": "org.example.chat.ios",
                     *           "kind": "http",
                     *           "app_display_name": "Example Chat",
                     *           "device_display_name": "Alice's telephone",
                     *           "profile_tag": "",
                     *           "lang": "en",
                     *           "data": {
                     *             "url": "https://push.example.org/_matrix/push/v1/notify",
                     *             "format": "event_id_only"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        pushers?: components["schemas"]["Pusher"][];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    setPusher: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "pushkey": "bWluZQ==",
                 *       "app_id": "org.example.chat.ios",
                 *       "kind": "http",
                 *       "app_display_name": "Example Chat",
                 *       "device_display_name": "Alice's telephone",
                 *       "lang": "en",
                 *       "data": {
                 *         "url": "https://push.example.org/_matrix/push/v1/notify"
                 *       },
                 *       "append": false
                 *     }
                 */
                "application/json": components["schemas"]["SetPusher"];
            };
        };
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["Error"];
            429: components["responses"]["RateLimited"];
            "4XX": components["responses"]["Error"];
        };
    };
    getNotifications: {
        parameters: {
            query?: {
                /** @description The `next_token` to continue from */
                from?: string;
                /** @description Maximum number of notifications */
                limit?: number;
                /** @description `highlight` for only those with a highlight tweak */
                only?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of notifications */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "notifications": [
                     *         {
                     *           "actions": [
                     *             "notify",
                     *             {
                     *               "set_tweak": "sound",
                     *               "value": "default"
                     *             }
                     *           ],
                     *           "event": {
                     *             "type": "m.room.message",
                     *             "event_id": "$supper",
                     *             "sender": "@bob:example.org",
                     *             "origin_server_ts": 1700000000000,
                     *             "content": {
                     *               "msgtype": "m.text",
                     *               "body": "Supper is ready"
                     *             }
                     *           },
                     *           "read": false,
                     *           "room_id": "!kitchen:example.org",
                     *           "ts": 1700000000123
                     *         }
                     *       ],
                     *       "next_token": "17"
                     *     }
                     */
                    "application/json": {
                        notifications: components["schemas"]["NotificationItem"][];
                        /** @description Start of the next page; absent on the last page */
                        next_token?: string;
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    getPushRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user's rules, including server-default rules */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "global": {
                     *         "override": [],
                     *         "content": [
                     *           {
                     *             "rule_id": "cake",
                     *             "default": false,
                     *             "enabled": true,
                     *             "pattern": "cake*",
                     *             "actions": [
                     *               "notify",
                     *               {
                     *                 "set_tweak": "highlight"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "room": [],
                     *         "sender": [],
                     *         "underride": []
                     *       }
                     *     }
                     */
                    "application/json": {
                        global: components["schemas"]["Ruleset"];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    getGlobalPushRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ruleset that is `global` in the response for all scopes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ruleset"];
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    getPushRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: components["parameters"]["kind"];
                ruleId: components["parameters"]["ruleId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "rule_id": "cake",
                     *       "default": false,
                     *       "enabled": true,
                     *       "pattern": "cake*",
                     *       "actions": [
                     *         "notify"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["PushRule"];
                };
            };
            404: components["responses"]["NotFound"];
            "4XX": components["responses"]["Error"];
        };
    };
    putPushRule: {
        parameters: {
            query?: {
                /** @description ID of the user's rule directly below the new one; takes precedence over `after` */
                before?: string;
                /** @description ID of the user's rule directly above the new one */
                after?: string;
            };
            header?: never;
            path: {
                kind: components["parameters"]["kind"];
                ruleId: components["parameters"]["ruleId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "pattern": "cake*",
                 *       "actions": [
                 *         "notify"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["PutPushRule"];
            };
        };
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["Error"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            "4XX": components["responses"]["Error"];
        };
    };
    deletePushRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: components["parameters"]["kind"];
                ruleId: components["parameters"]["ruleId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            404: components["responses"]["NotFound"];
            "4XX": components["responses"]["Error"];
        };
    };
    getPushRuleEnabled: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: components["parameters"]["kind"];
                ruleId: components["parameters"]["ruleId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Enabled state */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "enabled": true
                     *     }
                     */
                    "application/json": components["schemas"]["PushRuleEnabled"];
                };
            };
            404: components["responses"]["NotFound"];
            "4XX": components["responses"]["Error"];
        };
    };
    putPushRuleEnabled: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: components["parameters"]["kind"];
                ruleId: components["parameters"]["ruleId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "enabled": false
                 *     }
                 */
                "application/json": components["schemas"]["PushRuleEnabled"];
            };
        };
        responses: {
            200: components["responses"]["Done"];
            404: components["responses"]["NotFound"];
            "4XX": components["responses"]["Error"];
        };
    };
    getPushRuleActions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: components["parameters"]["kind"];
                ruleId: components["parameters"]["ruleId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Actions of the rule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "actions": [
                     *         "notify",
                     *         {
                     *           "set_tweak": "highlight",
                     *           "value": true
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["PushRuleActions"];
                };
            };
            404: components["responses"]["NotFound"];
            "4XX": components["responses"]["Error"];
        };
    };
    putPushRuleActions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: components["parameters"]["kind"];
                ruleId: components["parameters"]["ruleId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "actions": []
                 *     }
                 */
                "application/json": components["schemas"]["PushRuleActions"];
            };
        };
        responses: {
            200: components["responses"]["Done"];
            404: components["responses"]["NotFound"];
            "4XX": components["responses"]["Error"];
        };
    };
    sync: {
        parameters: {
            query?: {
                /** @description ID of a filter, or a filter as JSON */
                filter?: string;
                /** @description The `next_batch` of an earlier response; absent for an initial sync */
                since?: string;
                full_state?: boolean;
                set_presence?: "offline" | "online" | "unavailable";
                /** @description Maximum time to wait for new events, in milliseconds */
                timeout?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description New events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "next_batch": "s72",
                     *       "account_data": {
                     *         "events": [
                     *           {
                     *             "type": "m.push_rules",
                     *             "content": {
                     *               "global": {
                     *                 "override": []
                     *               }
                     *             }
                     *           }
                     *         ]
                     *       },
                     *       "rooms": {
                     *         "join": {
                     *           "!kitchen:example.org": {
                     *             "timeline": {
                     *               "limited": false,
                     *               "prev_batch": "t34",
                     *               "events": [
                     *                 {
                     *                   "type": "m.room.message",
                     *                   "event_id": "$supper",
                     *                   "sender": "@bob:example.org",
                     *                   "origin_server_ts": 1700000000000,
                     *                   "content": {
                     *                     "msgtype": "m.text",
                     *                     "body": "Supper is ready"
                     *                   },
                     *                   "unsigned": {
                     *                     "age": 250
                     *                   }
                     *                 }
                     *               ]
                     *             },
                     *             "ephemeral": {
                     *               "events": [
                     *                 {
                     *                   "type": "m.receipt",
                     *                   "content": {
                     *                     "$dinner": {
                     *                       "m.read": {
                     *                         "@bob:example.org": {
                     *                           "ts": 1699990000000
                     *                         }
                     *                       }
                     *                     }
                     *                   }
                     *                 }
                     *               ]
                     *             },
                     *             "unread_notifications": {
                     *               "notification_count": 2,
                     *               "highlight_count": 0
                     *             },
                     *             "unread_thread_notifications": {
                     *               "$root": {
                     *                 "notification_count": 1,
                     *                 "highlight_count": 1
                     *               }
                     *             }
                     *           }
                     *         },
                     *         "invite": {
                     *           "!cellar:example.org": {
                     *             "invite_state": {
                     *               "events": [
                     *                 {
                     *                   "type": "m.room.member",
                     *                   "sender": "@bob:example.org",
                     *                   "state_key": "@alice:example.org",
                     *                   "content": {
                     *                     "membership": "invite"
                     *                   }
                     *                 }
                     *               ]
                     *             }
                     *           }
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["SyncResponse"];
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    postReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
                /** @description `m.read`; since v1.4 also `m.read.private` and `m.fully_read` */
                receiptType: "m.read" | "m.read.private" | "m.fully_read";
                eventId: components["parameters"]["eventId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "thread_id": "main"
                 *     }
                 */
                "application/json": {
                    /** @description Root event of the thread that was read, or `main`; absent for an unthreaded receipt */
                    thread_id?: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            200: components["responses"]["Done"];
            400: components["responses"]["Error"];
            429: components["responses"]["RateLimited"];
            "4XX": components["responses"]["Error"];
        };
    };
    postReadMarkers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "m.fully_read": "$supper",
                 *       "m.read": "$supper"
                 *     }
                 */
                "application/json": {
                    /** @description Required before v1.4 */
                    "m.fully_read"?: string;
                    "m.read"?: string;
                    "m.read.private"?: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            200: components["responses"]["Done"];
            429: components["responses"]["RateLimited"];
            "4XX": components["responses"]["Error"];
        };
    };
    getAccountData: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: components["parameters"]["userId"];
                type: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Content"];
            404: components["responses"]["NotFound"];
            "4XX": components["responses"]["Error"];
        };
    };
    putAccountData: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: components["parameters"]["userId"];
                type: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            200: components["responses"]["Done"];
            405: components["responses"]["Error"];
            "4XX": components["responses"]["Error"];
        };
    };
    putRoomAccountData: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: components["parameters"]["userId"];
                roomId: components["parameters"]["roomId"];
                type: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            200: components["responses"]["Done"];
            405: components["responses"]["Error"];
            "4XX": components["responses"]["Error"];
        };
    };
    getVersions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Supported versions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "versions": [
                     *         "r0.6.1",
                     *         "v1.1",
                     *         "v1.12"
                     *       ]
                     *     }
                     */
                    "application/json": {
                        versions: string[];
                        unstable_features?: {
                            [key: string]: boolean;
                        };
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    getLoginFlows: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ways to log in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        flows?: {
                            type?: string;
                        }[];
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            "4XX": components["responses"]["Error"];
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    type: string;
                    identifier?: {
                        type: string;
                        user?: string;
                    } & {
                        [key: string]: unknown;
                    };
                    password?: string;
                    token?: string;
                    device_id?: string;
                    initial_device_display_name?: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description The new session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        user_id: string;
                        access_token: string;
                        device_id: string;
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            "4XX": components["responses"]["Error"];
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            "4XX": components["responses"]["Error"];
        };
    };
    logoutAll: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Done"];
            "4XX": components["responses"]["Error"];
        };
    };
    register: {
        parameters: {
            query?: {
                kind?: "user" | "guest";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    auth?: components["schemas"]["AuthenticationData"];
                    username?: string;
                    password?: string;
                    device_id?: string;
                    initial_device_display_name?: string;
                    inhibit_login?: boolean;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description The new account, with a session unless the request declined one */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        user_id: string;
                        access_token?: string;
                        device_id?: string;
                    };
                };
            };
            401: components["responses"]["AuthenticationNeeded"];
            429: components["responses"]["RateLimited"];
            "4XX": components["responses"]["Error"];
        };
    };
    whoami: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Owner of the access token */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        user_id: string;
                        device_id?: string;
                        is_guest?: boolean;
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    new_password: string;
                    /** @description True, the default, to end the user's other sessions */
                    logout_devices?: boolean;
                    auth?: components["schemas"]["AuthenticationData"];
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            200: components["responses"]["Done"];
            401: components["responses"]["AuthenticationNeeded"];
            429: components["responses"]["RateLimited"];
            "4XX": components["responses"]["Error"];
        };
    };
    createRoom: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    visibility?: "public" | "private";
                    /** @enum {string} */
                    preset?: "private_chat" | "public_chat" | "trusted_private_chat";
                    name?: string;
                    topic?: string;
                    room_alias_name?: string;
                    room_version?: string;
                    is_direct?: boolean;
                    invite?: string[];
                    creation_content?: {
                        [key: string]: unknown;
                    };
                    power_level_content_override?: {
                        [key: string]: unknown;
                    };
                    initial_state?: {
                        type: string;
                        state_key?: string;
                        content: {
                            [key: string]: unknown;
                        };
                    }[];
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            200: components["responses"]["Room"];
            "4XX": components["responses"]["Error"];
        };
    };
    joinRoomByIdOrAlias: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomIdOrAlias: string;
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Anything"];
        responses: {
            200: components["responses"]["Room"];
            429: components["responses"]["RateLimited"];
            "4XX": components["responses"]["Error"];
        };
    };
    getJoinedRooms: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description IDs of the rooms */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        joined_rooms: string[];
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    joinRoom: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Anything"];
        responses: {
            200: components["responses"]["Room"];
            429: components["responses"]["RateLimited"];
            "4XX": components["responses"]["Error"];
        };
    };
    leaveRoom: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Anything"];
        responses: {
            200: components["responses"]["Done"];
            429: components["responses"]["RateLimited"];
            "4XX": components["responses"]["Error"];
        };
    };
    upgradeRoom: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Anything"];
        responses: {
            /** @description The room was replaced */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        replacement_room: string;
                    };
                };
            };
            429: components["responses"]["RateLimited"];
            "4XX": components["responses"]["Error"];
        };
    };
    inviteUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Member"];
        responses: {
            200: components["responses"]["Done"];
            429: components["responses"]["RateLimited"];
            "4XX": components["responses"]["Error"];
        };
    };
    kickUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Member"];
        responses: {
            200: components["responses"]["Done"];
            "4XX": components["responses"]["Error"];
        };
    };
    banUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Member"];
        responses: {
            200: components["responses"]["Done"];
            "4XX": components["responses"]["Error"];
        };
    };
    forgetRoom: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Anything"];
        responses: {
            200: components["responses"]["Done"];
            429: components["responses"]["RateLimited"];
            "4XX": components["responses"]["Error"];
        };
    };
    getJoinedMembers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Members by user ID */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        joined?: {
                            [key: string]: {
                                display_name?: string | null;
                                avatar_url?: string | null;
                            };
                        };
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    sendEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
                eventType: components["parameters"]["eventType"];
                txnId: components["parameters"]["txnId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["EventContent"];
        responses: {
            200: components["responses"]["SentEvent"];
            "4XX": components["responses"]["Error"];
        };
    };
    redactEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
                eventId: components["parameters"]["eventId"];
                txnId: components["parameters"]["txnId"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Anything"];
        responses: {
            /** @description ID of the redaction event */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        event_id?: string;
                    };
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    getRoomState: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All state events of the room */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoomStateEvent"][];
                };
            };
            "4XX": components["responses"]["Error"];
        };
    };
    getStateWithKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
                eventType: components["parameters"]["eventType"];
                /** @description May be empty; then the slash before it may be omitted too */
                stateKey: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Content"];
            404: components["responses"]["NotFound"];
            "4XX": components["responses"]["Error"];
        };
    };
    setStateWithKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomId: components["parameters"]["roomId"];
                eventType: components["parameters"]["eventType"];
                /** @description May be empty; then the slash before it may be omitted too */
                stateKey: string;
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["EventContent"];
        responses: {
            200: components["responses"]["SentEvent"];
            "4XX": components["responses"]["Error"];
        };
    };
    getProfile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The profile */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        displayname?: string;
                        avatar_url?: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            404: components["responses"]["NotFound"];
            "4XX": components["responses"]["Error"];
        };
    };
    setDisplayName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    displayname?: string | null;
                };
            };
        };
        responses: {
            200: components["responses"]["Done"];
            429: components["responses"]["RateLimited"];
            "4XX": components["responses"]["Error"];
        };
    };
    setRoomAlias: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roomAlias: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    room_id: string;
                };
            };
        };
        responses: {
            200: components["responses"]["Done"];
            "4XX": components["responses"]["Error"];
        };
    };
}
type WithRequired<T, K extends keyof T> = T & {
    [P in K]-?: T[P];
};
