// Generated from the YAML files of spec/; change those and run `npm run generate`.

export interface paths {
    "/_matrix/push/v1/notify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Notify a gateway about an event, or only about new unread counts */
        post: operations["notify"];
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
        NotifyRequest: {
            notification: components["schemas"]["PushNotification"];
        };
        /** @description Notification about an event, or only about new counts */
        PushNotification: {
            /** @description Identifies repeated requests; absent if only counts are sent */
            event_id?: string;
            /** @description Required if there is an event */
            room_id?: string;
            /** @description Type of the event */
            type?: string;
            /** @description User ID of the sender */
            sender?: string;
            /** @description Display name of the sender in the room */
            sender_display_name?: string;
            room_name?: string;
            room_alias?: string;
            /** @description True if the event is about the membership of the notified user */
            user_is_target?: boolean;
            /**
             * @description Priority of the notification; high by default
             * @enum {string}
             */
            prio?: "high" | "low";
            /** @description Content of the event, if the server sends it */
            content?: {
                [key: string]: unknown;
            };
            counts?: components["schemas"]["PushCounts"];
            devices: components["schemas"]["Device"][];
        };
        /** @description Counts over all rooms of the user; a count of zero should be omitted */
        PushCounts: {
            /** @description Unread messages */
            unread?: number;
            /** @description Missed calls that were not seen yet */
            missed_calls?: number;
        };
        /** @description Device to notify */
        Device: {
            app_id: string;
            pushkey: string;
            /**
             * Format: int64
             * @description Time of the last update of the pushkey, in Unix seconds
             */
            pushkey_ts?: number;
            /** @description Data of the pusher without its URL */
            data?: {
                [key: string]: unknown;
            };
            /** @description Tweaks that the push rule set */
            tweaks?: {
                [key: string]: unknown;
            };
        };
        NotifyResponse: {
            /** @description Invalid pushkeys; the homeserver must remove their pushers and send them nothing more */
            rejected: string[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    notify: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotifyRequest"];
            };
        };
        responses: {
            /** @description Rejected pushkeys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "rejected": [
                     *         "bWluZQ=="
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["NotifyResponse"];
                };
            };
        };
    };
}
